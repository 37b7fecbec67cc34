package dev.virga.services.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.GetObjectOutput;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Credentials;
import dev.virga.kernel.Directory;
import dev.virga.kernel.Door;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.TestSeals;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PostObjectTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Caller ROOT = new Caller.Root("000000000000");
    private static final String CONDITIONS = "{\"bucket\":\"forms\"},[\"starts-with\",\"$key\",\"up/\"]";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(NOW);
    private Store store;
    private LocalCloud cloud;
    private Door door;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, time);
        cloud = new LocalCloud(
                time,
                (access, call) -> call.caller() instanceof Caller.Anonymous
                        ? new Authorizer.Denied("because nobody allows it")
                        : new Authorizer.Allowed());
        S3 s3 = new S3(store, cloud, TestSeals.of(store), PolicyPrincipals.BY_NAME, true);
        cloud.open(new Directory(List.of(s3)));
        Credentials credentials = (id, token, now) -> id.equals("AKID") ? new Credentials.Found("secret", ROOT) : null;
        door = s3.door(cloud, credentials, time);
        cloud.call(
                ROOT,
                "us-east-1",
                S3Ops.CreateBucket,
                CreateBucketRequest.builder().bucket("forms").build());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private static Map<String, String> signed(String conditions, String... fields) {
        String policy = Base64.getEncoder()
                .encodeToString(("{\"expiration\":\"2026-11-21T10:00:00Z\",\"conditions\":[" + conditions + "]}")
                        .getBytes(StandardCharsets.UTF_8));
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            all.put(fields[i], fields[i + 1]);
        }
        all.put("AWSAccessKeyId", "AKID");
        all.put("policy", policy);
        all.put("signature", hmacSha1(policy));
        return all;
    }

    private static String hmacSha1(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec("secret".getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static byte[] form(Map<String, String> fields, String fileName, String file) {
        StringBuilder out = new StringBuilder();
        fields.forEach((name, value) -> out.append("--xYz\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        if (file != null) {
            out.append("--xYz\r\nContent-Disposition: form-data; name=\"file\"; filename=\"")
                    .append(fileName);
            out.append("\"\r\nContent-Type: image/png\r\n\r\n").append(file).append("\r\n");
            out.append("--xYz\r\nContent-Disposition: form-data; name=\"submit\"\r\n\r\nUpload\r\n");
        }
        return out.append("--xYz--\r\n").toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private HttpResponse post(Map<String, String> fields, String fileName, String file) throws IOException {
        byte[] body = form(fields, fileName, file);
        Headers headers =
                new Headers().add("Host", "localhost:4566").add("Content-Type", "multipart/form-data; boundary=xYz");
        HttpRequest request = new HttpRequest(
                "POST",
                "/forms",
                null,
                headers,
                new Body(new ByteArrayInputStream(body), body.length),
                "127.0.0.1",
                false);
        assertThat(door.takes(request)).isTrue();
        return door.handle(request);
    }

    private static String text(HttpResponse response) throws IOException {
        return new String(response.body.stream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private GetObjectOutput get(String key) {
        return cloud.call(
                ROOT,
                "us-east-1",
                S3Ops.GetObject,
                GetObjectRequest.builder().bucket("forms").key(key).build());
    }

    @Test
    void aFormIsStoredWithItsFields() throws IOException {
        String tags = "<Tagging><TagSet><Tag><Key>a</Key><Value>b</Value></Tag></TagSet></Tagging>";
        Map<String, String> fields = signed(
                CONDITIONS + ",{\"Content-Type\":\"text/plain\"},[\"eq\",\"$x-amz-meta-who\",\"me\"],"
                        + "[\"starts-with\",\"$tagging\",\"\"],{\"success_action_status\":\"201\"}",
                "key",
                "up/${filename}",
                "Content-Type",
                "text/plain",
                "x-amz-meta-who",
                "me",
                "tagging",
                tags,
                "success_action_status",
                "201");
        HttpResponse response = post(fields, "C:\\pictures\\cat.txt", "hello");
        assertThat(response.status).isEqualTo(201);
        assertThat(text(response))
                .contains("<Location>http://localhost:4566/forms/up/cat.txt</Location>", "<Key>up/cat.txt</Key>");
        GetObjectOutput object = get("up/cat.txt");
        assertThat(object.body().bytes(100)).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
        assertThat(object.contentType()).isEqualTo("text/plain");
        assertThat(object.metadata()).containsEntry("who", "me");
        assertThat(object.tagCount()).isEqualTo(1);
    }

    @Test
    void theAnswerIsWhatTheFormAskedFor() throws IOException {
        String any = CONDITIONS + ",[\"starts-with\",\"$success_action_redirect\",\"\"]";
        HttpResponse redirect =
                post(signed(any, "key", "up/a b", "success_action_redirect", "https://example.com/done?x=1"), "f", "1");
        assertThat(redirect.status).isEqualTo(303);
        assertThat(redirect.headers.get("Location"))
                .startsWith("https://example.com/done?x=1&bucket=forms&key=up%2Fa%20b&etag=%22");
        assertThat(post(signed(any, "key", "up/a", "success_action_redirect", "javascript:alert(1)"), "f", "1").status)
                .isEqualTo(204);
        assertThat(post(signed(CONDITIONS, "key", "up/a"), "f", "").status).isEqualTo(204);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "key=down/x|AccessDenied|Policy Condition failed: [\"starts-with\", \"$key\", \"up/\"]",
                "key=up/x,acl=private|AccessDenied|Extra input fields: acl",
                "key=up/x,signature=AAAA|SignatureDoesNotMatch|<AWSAccessKeyId>AKID</AWSAccessKeyId><StringToSign>",
                "key=up/x,AWSAccessKeyId=AKIDOTHER|InvalidAccessKeyId|<AWSAccessKeyId>AKIDOTHER</AWSAccessKeyId>",
                "key=|InvalidArgument|User key must have a length greater than 0.",
                "x-ignore-me=1|InvalidArgument|Bucket POST must contain a field named 'key'",
            })
    void aFormThatThePolicyDoesNotAllowIsRefused(String fields, String code, String message) throws IOException {
        Map<String, String> all = new LinkedHashMap<>();
        for (String pair : fields.split(",")) {
            all.put(pair.split("=", 2)[0], pair.split("=", 2)[1]);
        }
        signed(CONDITIONS).forEach(all::putIfAbsent);
        HttpResponse response = post(all, "f", "1");
        assertThat(text(response).replace("&quot;", "\"")).contains("<Code>" + code + "</Code>", message);
    }

    @Test
    void theFileMustBeThereAndOfTheRightSize() throws IOException {
        String sized = CONDITIONS + ",[\"content-length-range\",2,100000]";
        assertThat(text(post(signed(sized, "key", "up/x"), "f", "1")))
                .contains("EntityTooSmall", "<ProposedSize>1</ProposedSize><MinSizeAllowed>2</MinSizeAllowed>");
        assertThat(text(post(signed(sized, "key", "up/x"), "f", "1".repeat(300_000))))
                .contains("EntityTooLarge", "<MaxSizeAllowed>100000</MaxSizeAllowed>");
        assertThatThrownBy(() -> get("up/x")).isInstanceOf(AwsException.class);
        assertThat(post(signed(sized, "key", "up/x"), "f", "1".repeat(100_000)).status)
                .isEqualTo(204);
        assertThat(text(post(signed(sized, "key", "up/x"), "f", null))).contains("IncorrectNumberOfFilesInPostRequest");
        assertThat(text(post(signed(CONDITIONS, "key", "up/x", "x-ignore-a", "1".repeat(21_000)), "f", "1")))
                .contains("MaxPostPreDataLengthExceededError");
    }

    @Test
    void afterItsTimeAPolicyAllowsNothing() throws IOException {
        time.advance(Duration.ofMinutes(61));
        assertThat(text(post(signed(CONDITIONS, "key", "up/x"), "f", "1"))).contains("Policy expired.");
    }

    @Test
    void nobodyMayPostWithoutASignatureUnlessAPolicyOfTheBucketAllowsIt() throws IOException {
        assertThat(post(Map.of("key", "up/x"), "f", "1").status).isEqualTo(403);
        assertThat(text(post(Map.of("key", "up/x", "policy", "e30="), "f", "1")))
                .contains("'AWSAccessKeyId'");
    }

    @Test
    void aFormMayNotAskForSomethingElse() throws IOException {
        String conditions = CONDITIONS + ",[\"starts-with\",\"$x-amz-copy-source\",\"\"]";
        HttpResponse response = post(signed(conditions, "key", "up/x", "x-amz-copy-source", "forms/other"), "f", "1");
        assertThat(response.status).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{}|missing expiration",
                "[]|Invalid JSON",
                "{\"expiration\":\"soon\",\"conditions\":[]}|Invalid 'expiration' value",
                "{\"expiration\":\"2030-01-01T00:00:00Z\"}|missing conditions",
                "{\"expiration\":\"2030-01-01T00:00:00Z\",\"conditions\":[[\"eq\",\"key\",\"x\"]]}|start with '$'",
                "{\"expiration\":\"2030-01-01T00:00:00Z\",\"conditions\":[[\"like\",\"$key\",\"x\"]]}|unknown operation",
                "{\"expiration\":\"2030-01-01T00:00:00Z\",\"conditions\":[[\"content-length-range\",\"a\",\"x\"]]}|range",
                "{\"expiration\":\"2030-01-01T00:00:00Z\",\"conditions\":[{\"key\":[]}]}|Invalid Condition",
                "{\"expiration\":\"2030-01-01T00:00:00Z\",\"conditions\":[null]}|Invalid Condition",
            })
    void aPolicyThatCannotBeReadIsExplained(String json, String message) {
        String base64 = Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> PostPolicy.parse(base64))
                .isInstanceOf(AwsException.class)
                .hasMessageContaining(message);
    }

    /// However the bytes arrive, and whatever the file holds.
    @Test
    void partsAreFoundInPiecesOfAnySize() throws IOException {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            StringBuilder file = new StringBuilder();
            for (int i = random.nextInt(2_000); i > 0; i--) {
                file.append(List.of("\r\n", "--xYz", "\r\n--xY", "-", "a", "\r", "\n")
                        .get(random.nextInt(7)));
            }
            String content = file.toString().replace("\r\n--xYz", "\r\n--xyz");
            byte[] bytes = form(Map.of("key", "v"), "f", content);
            int most = 1 + random.nextInt(200);
            InputStream slow = new ByteArrayInputStream(bytes) {
                @Override
                public synchronized int read(byte[] into, int offset, int size) {
                    return super.read(into, offset, Math.min(size, most));
                }
            };
            MultipartBody body = new MultipartBody(slow, "multipart/form-data; boundary=\"xYz\"");
            assertThat(body.next()).containsKey("content-disposition");
            assertThat(body.next()).containsEntry("content-type", "image/png");
            assertThat(body.content().readAllBytes()).isEqualTo(content.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(body.next()).isNotNull();
            assertThat(body.next()).isNull();
            int cut = bytes.length - 60 - random.nextInt(bytes.length - 60);
            MultipartBody half =
                    new MultipartBody(new ByteArrayInputStream(bytes, 0, cut), "multipart/form-data; boundary=xYz");
            assertThatThrownBy(() -> {
                        while (half.next() != null) {
                            half.content().readAllBytes();
                        }
                    })
                    .isInstanceOf(AwsException.class);
        }
    }
}
