package dev.virga.app.fuzz;

import dev.virga.app.Options;
import dev.virga.app.VirgaServer;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import dev.virga.wire.Json;
import dev.virga.wire.Percent;
import dev.virga.wire.Signer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cloud in this process with a few things named `fuzz` in it, asked without a network and always
/// with a good signature.
final class RunningServer implements AutoCloseable {
    /// What an answer may be for its reader: more would be a finding of its own.
    private static final int MAX_ANSWER = 64 << 20;

    private final VirgaServer server;
    private final String accessKeyId;
    private final String secretKey;
    private final Causes causes = new Causes();
    private final Logger log = Logger.getLogger("dev.virga");

    /// @param body of the answer
    record Answer(int status, String body) {
        boolean ok() {
            return status < 300;
        }
    }

    /// Keeps what was logged: an error, or a warning that has a cause. Others are words to the
    /// operator, e.g. that a policy names an action that does not exist.
    private static final class Causes extends Handler {
        private final ThreadLocal<Throwable> last = new ThreadLocal<>();

        @Override
        public void publish(LogRecord record) {
            Level worth = record.getThrown() == null ? Level.SEVERE : Level.WARNING;
            if (record.getLevel().intValue() >= worth.intValue()) {
                last.set(
                        record.getThrown() == null
                                ? new IllegalStateException(record.getMessage())
                                : record.getThrown());
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    RunningServer(Path home) throws IOException, Options.Unusable {
        log.setUseParentHandlers(false);
        log.addHandler(causes);
        server = VirgaServer.start(Options.parse(List.of("--home", home.toString(), "--port", "0")));
        Headers headers = new Headers()
                .add("Host", "127.0.0.1")
                .add(
                        "Authorization",
                        "Bearer "
                                + Files.readString(home.resolve("admin-token")).strip());
        HttpResponse env =
                server.handle(new HttpRequest("GET", "/_virga/env", null, headers, Body.EMPTY, "127.0.0.1", false));
        String text = new String(env.body.stream().readAllBytes(), StandardCharsets.UTF_8);
        accessKeyId = exported(text, "AWS_ACCESS_KEY_ID");
        secretKey = exported(text, "AWS_SECRET_ACCESS_KEY");
        furnish();
    }

    private static String exported(String text, String name) {
        Matcher matcher = Pattern.compile(name + "='?([^'\\n]+)").matcher(text);
        if (!matcher.find()) {
            throw new IllegalStateException("no " + name + " in " + text);
        }
        return matcher.group(1);
    }

    private void furnish() throws IOException {
        must(json(
                "dynamodb",
                "DynamoDB_20120810.CreateTable",
                Map.of(
                        "TableName",
                        "fuzz",
                        "BillingMode",
                        "PAY_PER_REQUEST",
                        "AttributeDefinitions",
                        List.of(Map.of("AttributeName", "a", "AttributeType", "S")),
                        "KeySchema",
                        List.of(Map.of("AttributeName", "a", "KeyType", "HASH")))));
        must(json("logs", "Logs_20140328.CreateLogGroup", Map.of("logGroupName", "fuzz")));
        must(json("logs", "Logs_20140328.CreateLogStream", Map.of("logGroupName", "fuzz", "logStreamName", "fuzz")));
        must(send("s3", "PUT", "/fuzz-bucket", null, new Headers(), new byte[0]));
        must(form("iam", "Action=CreateUser&Version=2010-05-08&UserName=fuzz"));
        must(form(
                "iam",
                "Action=CreateOpenIDConnectProvider&Version=2010-05-08&Url=https%3A%2F%2F127.0.0.1"
                        + "&ClientIDList.member.1=fuzz&ThumbprintList.member.1=" + "0".repeat(40)));
        // The trust of the one is fuzzed; functions need the other.
        for (String role : List.of("fuzz", "fuzz-function")) {
            String trust = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                    + "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}";
            must(form(
                    "iam",
                    "Action=CreateRole&Version=2010-05-08&RoleName=" + role + "&AssumeRolePolicyDocument="
                            + Percent.encode(trust)));
        }
    }

    private static void must(Answer answer) {
        if (!answer.ok()) {
            throw new IllegalStateException("the cloud cannot be furnished: " + answer);
        }
    }

    String accessKeyId() {
        return accessKeyId;
    }

    String secretKey() {
        return secretKey;
    }

    int port() {
        return server.port();
    }

    Answer json(String service, String target, Map<String, ?> input) throws IOException {
        Headers headers =
                new Headers().add("Content-Type", "application/x-amz-json-1.0").add("X-Amz-Target", target);
        return send(service, "POST", "/", null, headers, Json.writeBytes(input));
    }

    Answer form(String service, String form) throws IOException {
        Headers headers = new Headers().add("Content-Type", "application/x-www-form-urlencoded");
        return send(service, "POST", "/", null, headers, form.getBytes(StandardCharsets.ISO_8859_1));
    }

    Answer send(String service, String method, String path, String query, Headers headers, byte[] body)
            throws IOException {
        return send(new Signer(accessKeyId, secretKey, null, "us-east-1", service), method, path, query, headers, body);
    }

    Answer send(Signer signer, String method, String path, String query, Headers headers, byte[] body)
            throws IOException {
        for (String name :
                List.of("Host", "Authorization", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256")) {
            headers.remove(name);
        }
        headers.add("Host", "127.0.0.1:" + server.port());
        HttpRequest request = new HttpRequest(method, path, query, headers, Body.EMPTY, "127.0.0.1", false);
        HttpRequest signed;
        try {
            signed = signer.sign(request, body, Instant.now());
        } catch (AwsException e) {
            // No client could sign this: the server gets it unsigned.
            signed = request.withBody(Body.of(body));
        }
        return handle(signed);
    }

    /// @throws IllegalStateException when the answer is that the server failed, or when it warned
    Answer handle(HttpRequest request) throws IOException {
        causes.last.remove();
        HttpResponse response = server.handle(request);
        byte[] body;
        try (var stream = response.body.stream()) {
            body = stream.readNBytes(MAX_ANSWER);
        }
        Answer answer = new Answer(response.status, new String(body, StandardCharsets.UTF_8));
        Throwable cause = causes.last.get();
        if (cause != null || (answer.status() >= 500 && answer.status() != 501)) {
            throw new IllegalStateException("answered " + answer.status() + Outcome.shape(answer.body()), cause);
        }
        return answer;
    }

    @Override
    public void close() {
        server.close();
        log.removeHandler(causes);
    }
}
