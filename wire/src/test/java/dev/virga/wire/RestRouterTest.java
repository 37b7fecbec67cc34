package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestRouterTest {
    private static final Model S3 = TestModels.load("s3");

    private static Routed route(String method, String path, String query, String header) {
        Headers headers = new Headers();
        if (header != null) {
            headers.add(header, "x");
        }
        return Wire.route(S3, new HttpRequest(method, path, query, headers, Body.EMPTY, "", false), 1024);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /, , , ListBuckets",
        "GET, /b, , , ListObjects",
        "GET, /b/, , , ListObjects",
        "GET, /b, list-type=2, , ListObjectsV2",
        "GET, /b, list-type=2&prefix=a, , ListObjectsV2",
        "GET, /b, uploads, , ListMultipartUploads",
        "GET, /b, location, , GetBucketLocation",
        "GET, /b, versions, , ListObjectVersions",
        "GET, /b/k, , , GetObject",
        "GET, /b/k, versionId=1, , GetObject",
        "GET, /b/k, uploadId=1, , ListParts",
        "GET, /b/k, tagging, , GetObjectTagging",
        "HEAD, /b, , , HeadBucket",
        "HEAD, /b/k, , , HeadObject",
        "PUT, /b, , , CreateBucket",
        "PUT, /b, policy, , PutBucketPolicy",
        "PUT, /b/k, , , PutObject",
        "PUT, /b/k, , x-amz-copy-source, CopyObject",
        "PUT, /b/k, partNumber=1&uploadId=2, , UploadPart",
        "PUT, /b/k, partNumber=1&uploadId=2, x-amz-copy-source, UploadPartCopy",
        "POST, /b, delete, , DeleteObjects",
        "POST, /b/k, uploads, , CreateMultipartUpload",
        "POST, /b/k, uploadId=1, , CompleteMultipartUpload",
        "DELETE, /b/k, , , DeleteObject",
        "DELETE, /b/k, uploadId=1, , AbortMultipartUpload",
        "DELETE, /b, , , DeleteBucket",
    })
    void s3RequestsFindTheirOperation(String method, String path, String query, String header, String operation) {
        assertThat(route(method, path, query, header).op().name()).isEqualTo(operation);
    }

    @Test
    void keysKeepEverySlashAndEncodedCharacter() {
        assertThat(route("GET", "/b//a/../%2e%2F/c%20d/", null, null).labels())
                .containsEntry("Bucket", "b")
                .containsEntry("Key", "/a/.././/c d/");
    }

    @Test
    void uploadsStreamAndTheRestDoesNot() {
        assertThat(route("PUT", "/b/k", null, null).streaming()).isTrue();
        assertThat(route("POST", "/b", "delete", null).streaming()).isFalse();
        assertThatThrownBy(() -> route("PATCH", "/b/k", null, null)).hasMessageContaining("not allowed");
    }
}
