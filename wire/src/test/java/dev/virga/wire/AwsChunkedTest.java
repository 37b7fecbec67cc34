package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AuthErrors.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The example uploads of S3's documentation, whole and damaged.
class AwsChunkedTest {
    private static final String SECRET = "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";
    private static final Instant NOW = Instant.parse("2013-05-24T00:00:00Z");
    private static final String CONTENT = "a".repeat(66560);

    private static HttpRequest upload(String kind, String signed, String signature, String extra, String body) {
        Headers headers = new Headers()
                .add("Host", "s3.amazonaws.com")
                .add("x-amz-date", "20130524T000000Z")
                .add("x-amz-storage-class", "REDUCED_REDUNDANCY")
                .add("x-amz-content-sha256", kind)
                .add("Content-Encoding", "aws-chunked")
                .add("x-amz-decoded-content-length", "66560")
                .add("Content-Length", "66824")
                .add(
                        "Authorization",
                        "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders="
                                + signed + ",Signature=" + signature);
        if (!extra.isEmpty()) {
            headers.add("x-amz-trailer", extra);
        }
        byte[] bytes = body.getBytes(StandardCharsets.ISO_8859_1);
        Body stream = new Body(new ByteArrayInputStream(bytes), bytes.length);
        return new HttpRequest("PUT", "/examplebucket/chunkObject.txt", null, headers, stream, "127.0.0.1", false);
    }

    private static String chunk(int size, String signature) {
        return Integer.toHexString(size) + ";chunk-signature=" + signature + "\r\n" + "a".repeat(size) + "\r\n";
    }

    private static String signedBody() {
        return chunk(65536, "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648")
                + chunk(1024, "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497")
                + chunk(0, "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9");
    }

    private static String trailerBody() {
        return chunk(65536, "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2")
                + chunk(1024, "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7")
                + "0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n"
                + "x-amz-checksum-crc32c:sOO8/Q==\r\n"
                + "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n";
    }

    private static HttpRequest verified(String body) {
        HttpRequest request = upload(
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
                "content-encoding;content-length;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class",
                "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9",
                "",
                body);
        return verify(request);
    }

    private static HttpRequest verifiedTrailer(String body) {
        HttpRequest request = upload(
                "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
                "content-encoding;host;x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class;x-amz-trailer",
                "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e",
                "x-amz-checksum-crc32c",
                body);
        return verify(request);
    }

    private static HttpRequest verify(HttpRequest request) {
        SigV4.Parsed parsed = SigV4.parse(request, Dialect.S3);
        assertThat(parsed).isNotNull();
        return new SigV4().verify(parsed, request, SECRET, NOW, 1024);
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static void failsWith(ThrowingCallable call, String code) {
        assertThatThrownBy(call)
                .isInstanceOf(AwsException.class)
                .extracting(e -> ((AwsException) e).code())
                .isEqualTo(code);
    }

    @Test
    void aSignedUploadIsReadAndLosesItsEncoding() throws IOException {
        HttpRequest request = verified(signedBody());
        assertThat(request.body().length()).isEqualTo(66560);
        assertThat(request.header("Content-Encoding")).isNull();
        assertThat(text(request.body().stream())).isEqualTo(CONTENT);
    }

    @Test
    void trailersAreVerifiedAndHandedOut() throws IOException {
        HttpRequest request = verifiedTrailer(trailerBody());
        assertThat(text(request.body().stream())).isEqualTo(CONTENT);
        AwsChunkedStream stream = (AwsChunkedStream) request.body().stream();
        assertThat(stream.trailers().get("x-amz-checksum-crc32c")).isEqualTo("sOO8/Q==");
        failsWith(
                () -> text(verifiedTrailer(trailerBody().replace("sOO8/Q==", "sOO8/R==")).body().stream()),
                "SignatureDoesNotMatch");
    }

    @Test
    void aChangedByteIsFoundBeforeTheLastByteIsHandedOut() {
        String body = signedBody();
        for (int at : new int[] {200, 65700}) {
            String damaged = body.substring(0, at) + "b" + body.substring(at + 1);
            failsWith(() -> verified(damaged).body().stream().readNBytes(66560), "SignatureDoesNotMatch");
        }
    }

    @Test
    void aTruncatedUploadNeverEndsWell() {
        String body = signedBody();
        for (int length = 0; length < body.length(); length += length < 300 ? 1 : 997) {
            String part = body.substring(0, length);
            assertThatThrownBy(() -> verified(part).body().stream().readNBytes(66560))
                    .isInstanceOf(AwsException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "zz\r\n",
                "-1\r\n",
                "ffffffffffffffffff\r\n",
                "10401\r\n",
                "0\r\n\r\n",
                "\r\n",
                "1\r\naa\r\n",
            })
    void aBrokenChunkHeaderIsRefused(String body) {
        HttpRequest request = new HttpRequest(
                "PUT",
                "/b/k",
                null,
                new Headers().add("x-amz-decoded-content-length", "66560"),
                new Body(new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)), -1),
                "",
                false);
        HttpRequest open = Payloads.verified(null, request, "STREAMING-UNSIGNED-PAYLOAD-TRAILER", null);
        failsWith(() -> open.body().stream().readAllBytes(), "IncompleteBody");
    }

    @Test
    void anEndlessChunkHeaderIsRefused() {
        InputStream endless = new InputStream() {
            @Override
            public int read() {
                return '1';
            }
        };
        AwsChunkedStream stream = new AwsChunkedStream(endless, 10, false, null, List.of());
        failsWith(stream::readAllBytes, "IncompleteBody");
        failsWith(stream::readAllBytes, "IncompleteBody");
    }

    @Test
    void anUnsignedUploadWithATrailerIsRead() throws IOException {
        String body = "3\r\nabc\r\n2\r\nde\r\n0\r\nx-amz-checksum-crc32:hYfRLA==\r\n\r\n";
        AwsChunkedStream stream = new AwsChunkedStream(
                new ByteArrayInputStream(body.getBytes(StandardCharsets.ISO_8859_1)),
                5,
                true,
                null,
                List.of("x-amz-checksum-crc32"));
        assertThat(text(stream)).isEqualTo("abcde");
        assertThat(stream.trailers().get("X-Amz-Checksum-CRC32")).isEqualTo("hYfRLA==");
    }

    @ParameterizedTest
    @CsvSource({
        "'', MalformedTrailerError",
        "x-amz-checksum-crc32:NSRBwg==|x-amz-meta-a:1|, MalformedTrailerError",
        "x-amz-meta-a:1|x-amz-checksum-crc32:NSRBwg==|, MalformedTrailerError",
        "x-amz-checksum-crc32:NSRBwg==|x-amz-checksum-crc32:AAAAAA==|, MalformedTrailerError",
        "x-amz-checksum-crc32:NSRBwg==|x-amz-trailer-signature:00|, MalformedTrailerError",
        "x-amz-checksum-crc32|, MalformedTrailerError",
        ":NSRBwg==|, MalformedTrailerError",
        "x-amz-checksum-crc32:NSRBwg==|!, IncompleteBody",
        "x-amz-checksum-crc32:NSRBwg==|!|, IncompleteBody",
    })
    void onlyTheTrailersThatWereAnnouncedMayFollowAndNothingElse(String trailers, String code) {
        String text = "3\r\nabc\r\n0\r\n" + trailers.replace("!", "\r\nmore").replace("|", "\r\n") + "\r\n";
        byte[] body = text.getBytes(StandardCharsets.ISO_8859_1);
        AwsChunkedStream stream =
                new AwsChunkedStream(new ByteArrayInputStream(body), 3, true, null, List.of("x-amz-checksum-crc32"));
        failsWith(stream::readAllBytes, code);
    }

    @Test
    void whatFollowsTheEndIsRefusedAndSoIsNoEnd() {
        String good = signedBody();
        String open = good.substring(0, good.length() - 2);
        failsWith(() -> text(verified(good + "0\r\n").body().stream()), "IncompleteBody");
        failsWith(() -> text(verified(open).body().stream()), "IncompleteBody");
        failsWith(() -> text(verified(open + "x-amz-meta-a:1\r\n\r\n").body().stream()), "MalformedTrailerError");
        failsWith(() -> text(verifiedTrailer(trailerBody() + "x").body().stream()), "IncompleteBody");
    }

    @Test
    void aStreamedBodyWithAnotherHashIsRefusedWithItsLastByte() throws IOException {
        byte[] content = "hello".getBytes(StandardCharsets.UTF_8);
        String hash = Sha256.hex(content);
        assertThat(new HashedStream(new ByteArrayInputStream(content), 5, hash).readAllBytes())
                .isEqualTo(content);
        failsWith(
                () -> new HashedStream(new ByteArrayInputStream(content), 5, hash.replace('2', '3')).readNBytes(5),
                "XAmzContentSHA256Mismatch");
        failsWith(
                () -> new HashedStream(new ByteArrayInputStream(content), -1, Sha256.OF_NOTHING).readAllBytes(),
                "XAmzContentSHA256Mismatch");
    }
}
