package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.http.RawClient.Answer;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the edge refuses is refused in the client's own form, with a request id.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RefusalTest {
    private static final String UUID = "[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}";

    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.start(
                HttpServerOptions.listen("127.0.0.1", 0).withLimits(EdgeLimits.DEFAULT.withBodies(10, 1 << 20)),
                request ->
                        new HttpResponse(200).body("text/plain", request.body().bytes(10)));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    private Answer tooLarge(String method, String path, String headers) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            client.send(method + " " + path + " HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n"
                    + headers.replace('|', '\n').replace("\n", "\r\n") + "\r\n");
            return method.equals("HEAD") ? client.readHeadOnly() : client.read();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/;X-Amz-Target: DynamoDB_20120810.PutItem|Content-Type: application/x-amz-json-1.0|"
                        + ";application/x-amz-json-1.0;{\"__type\":\"RequestEntityTooLargeException\",",
                "/;Content-Type: application/x-amz-json-1.1|"
                        + ";application/x-amz-json-1.1;{\"__type\":\"RequestEntityTooLargeException\",",
                "/;Content-Type: application/x-www-form-urlencoded|" + ";text/xml;<Code>RequestEntityTooLarge</Code>",
                "/b/k;Authorization: AWS4-HMAC-SHA256 Credential=A/20261121/us-east-1/s3/aws4_request, x|"
                        + ";application/xml;<Code>EntityTooLarge</Code>",
                "/b/k;X-A: b|;application/xml;<Code>EntityTooLarge</Code>",
                "/f;Authorization: AWS4-HMAC-SHA256 Credential=A/20261121/us-east-1/lambda/aws4_request, x|"
                        + ";application/json;{\"message\":\"Your proposed upload exceeds",
                "/f;Content-Type: application/json|;application/json;{\"message\":\"Your proposed upload exceeds",
                "/_virga/x;X-A: b|;text/plain;413 ",
                "/;X-A: b|;text/plain;413 ",
            })
    void aBodyThatIsTooLargeIsRefusedInTheClientsForm(String path, String headers, String type, String body)
            throws IOException {
        Answer answer = tooLarge("POST", path, headers);
        assertThat(answer.status()).isEqualTo(413);
        assertThat(answer.header("Content-Type")).startsWith(type);
        assertThat(answer.body()).contains(body);
        boolean s3 = type.equals("application/xml");
        assertThat(answer.header(s3 ? "x-amz-request-id" : "x-amzn-RequestId")).matches(UUID);
        if (s3) {
            assertThat(answer.body()).contains("<RequestId>" + answer.header("x-amz-request-id") + "</RequestId>");
        }
        if (type.contains("json")) {
            assertThat(answer.header("x-amzn-ErrorType")).isEqualTo("RequestEntityTooLargeException");
        }
    }

    @Test
    void aBinaryAnswerHasItsCodeInAHeaderToo() throws IOException {
        Answer cbor = tooLarge("POST", "/service/a/operation/b", "Smithy-Protocol: rpc-v2-cbor|");
        assertThat(cbor.header("x-amzn-ErrorType")).isEqualTo("RequestEntityTooLargeException");
        assertThat(cbor.header("smithy-protocol")).isEqualTo("rpc-v2-cbor");
        assertThat(cbor.body()).isEqualTo("\u00a1f__typex\u001eRequestEntityTooLargeException");
        assertThat(tooLarge("HEAD", "/b/k", "").status()).isEqualTo(413);
    }

    @Test
    void aHeadThatIsTooLargeHasAnIdToo() throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            Answer answer = client.send("GET /b/k HTTP/1.1\r\nHost: a\r\nX-A: " + "a".repeat(9_000) + "\r\n\r\n")
                    .read();
            assertThat(answer.status()).isEqualTo(431);
            assertThat(answer.body()).contains("<Code>RequestHeaderSectionTooLarge</Code>");
        }
    }
}
