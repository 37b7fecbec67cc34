package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VirgaServerTest {
    @TempDir
    Path home;

    private final HttpClient http = HttpClient.newHttpClient();
    private VirgaServer server;

    @BeforeEach
    void start() throws Exception {
        server = VirgaServer.start(options());
    }

    @AfterEach
    void stop() {
        server.end();
        http.close();
    }

    private Options options() throws Options.Unusable {
        return Options.parse(List.of("--home", home.toString(), "--port", "0"));
    }

    private record Answer(int status, String text) {}

    private Answer ask(String method, String path) throws Exception {
        String token = Files.readString(home.resolve("admin-token")).strip();
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + "/_virga/" + path))
                .header("Authorization", "Bearer " + token)
                .method(method, BodyPublishers.noBody())
                .build();
        var response = http.send(request, BodyHandlers.ofString());
        return new Answer(response.statusCode(), response.body());
    }

    @Test
    void theAdminApiAnswersInTextOrJsonAndEndsWithTheExitCode() throws Exception {
        assertThat(ask("GET", "health")).isEqualTo(new Answer(200, "ok\n"));
        Answer status = ask("GET", "status");
        assertThat(status.text()).contains("http://127.0.0.1:" + server.port(), home.toString());
        assertThat(status.text()).endsWith("\n\u001e0\n");
        assertThat(ask("GET", "status?format=json").text()).startsWith("{\"endpoint\":");
        assertThat(ask("GET", "coverage").text()).contains("ApiGatewayV2", "%");
        assertThat(ask("GET", "env").text()).contains("export AWS_ENDPOINT_URL=", "AKIA");
        assertThat(ask("GET", "url").text()).isEqualTo("virga: no API is deployed\n\u001e1\n");
        assertThat(ask("POST", "up?dir=/does/not/exist").text())
                .contains("no folder")
                .endsWith("\u001e1\n");
    }

    @Test
    void wrongCommandsAndMethodsAreRefused() throws Exception {
        assertThat(ask("GET", "nothing").status()).isEqualTo(404);
        assertThat(ask("GET", "../status").status()).isEqualTo(404);
        assertThat(ask("GET", "stop").status()).isEqualTo(405);
    }

    @Test
    void whatTheStatusShowsHoldsNoSecret() throws Exception {
        String secret = ask("GET", "env").text().split("SECRET_ACCESS_KEY='")[1].split("'")[0];
        String token = Files.readString(home.resolve("admin-token")).strip();
        for (String path : List.of("status", "status?format=json", "coverage", "health")) {
            assertThat(ask("GET", path).text()).doesNotContain(secret).doesNotContain(token);
        }
    }

    @Test
    void secretsBelongToTheOwnerAndStayTheSame() throws Exception {
        String keys = ask("GET", "env").text().split("AWS_ACCESS_KEY_ID")[1];
        for (String name : List.of("root.key", "admin-token")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(home.resolve(name))))
                    .isEqualTo("rw-------");
        }
        server.end();
        server = VirgaServer.start(options());
        assertThat(ask("GET", "env").text().split("AWS_ACCESS_KEY_ID")[1]).isEqualTo(keys);
    }

    @Test
    void aSecondServerOnTheSameFolderIsRefusedAndHarmsNothing() throws Exception {
        assertThatThrownBy(() -> VirgaServer.start(options()))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("in use");
        assertThat(ask("GET", "health").status()).isEqualTo(200);
        assertThat(home.resolve("server.pid")).content().endsWith(" " + server.port() + "\n");
    }

    @Test
    void stoppingByTheApiEndsTheServer() throws Exception {
        assertThat(ask("POST", "stop").text()).isEqualTo("\u001e0\n");
        server.awaitStop();
        server.end();
        assertThat(home.resolve("server.pid")).doesNotExist();
    }

    /// A call of DynamoDB by a client that cannot sign.
    private void call(String key, String date, String extra) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + extra))
                .header("X-Amz-Target", "DynamoDB_20120810.ListTables")
                .header("Content-Type", "application/x-amz-json-1.0")
                .POST(BodyPublishers.ofString("{}"));
        if (key != null) {
            request.header("X-Amz-Date", date)
                    .header(
                            "Authorization",
                            "AWS4-HMAC-SHA256 Credential=" + key + "/" + date.substring(0, 8)
                                    + "/us-east-1/dynamodb/aws4_request, SignedHeaders=host;x-amz-date;x-amz-target, Signature="
                                    + "0".repeat(64));
        }
        assertThat(http.send(request.build(), BodyHandlers.discarding()).statusCode())
                .isEqualTo(400);
    }

    @Test
    void refusedRequestsAreCountedByReason() throws Exception {
        String now = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
                .withZone(ZoneOffset.UTC)
                .format(Instant.now());
        call(null, now, "/");
        call("AKIAIOSFODNN7NOBODY", now, "/");
        call("AKIAIOSFODNN7NOBODY", now, "/");
        call("test", now, "/");
        call("test", "20200101T000000Z", "/");
        call("test", now, "/?X-Amz-Algorithm=AWS4-HMAC-SHA256");
        assertThat(ask("GET", "status?format=json").text())
                .contains("\"unsigned\":1", "\"unknownKey\":2", "\"wrongSignature\":1", "\"clockSkew\":1")
                .contains("\"malformed\":1", "\"expired\":0");
        assertThat(ask("GET", "status").text()).contains("  refused   1 unsigned, 2 unknownKey, 1 wrongSignature");
    }

    @Test
    void upWarnsOfActionsThatDoNotExist(@TempDir Path application) throws Exception {
        Files.writeString(application.resolve("template.json"), """
                {"Resources":{"Worker":{"Type":"AWS::IAM::Role","Properties":{
                "AssumeRolePolicyDocument":{"Version":"2012-10-17","Statement":[{"Effect":"Allow",
                "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}]},
                "Policies":[{"PolicyName":"p","PolicyDocument":{"Version":"2012-10-17","Statement":[
                {"Effect":"Allow","Action":"s3:GetObjet","Resource":"arn:aws:s3:::b/*"}]}}]}}}}""");
        String text = ask("POST", "up?stack=warned&dir=" + application).text();
        assertThat(text).contains("warning: Worker: Statement 1 names an action that AWS does not have: s3:GetObjet");
        assertThat(text).endsWith("\u001e0\n");
    }
}
