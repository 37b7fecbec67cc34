package dev.virga.app.fuzz;

import dev.virga.app.fuzz.RunningServer.Answer;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Percent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/// What comes without a signature in a header: forms of browsers, and tokens of identity providers.
final class DoorTargets {
    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// Nobody listens there, and nobody is asked: addresses of this machine are refused.
    private static final String ISSUER = "https://127.0.0.1";

    private final RunningServer server;

    DoorTargets(RunningServer server) {
        this.server = server;
    }

    List<FuzzTarget> all() {
        return List.of(
                new ServerTarget(
                        "forms",
                        List.of(
                                "--x\r\n",
                                "--x--",
                                "Content-Disposition: form-data; name=\"",
                                "filename=\"",
                                "\r\n\r\n",
                                "${filename}",
                                "policy",
                                "x-amz-signature",
                                "success_action_redirect",
                                "acl"),
                        DoorTargets::form,
                        this::post),
                new ServerTarget(
                        "postPolicies",
                        List.of(
                                "\"expiration\":",
                                "\"conditions\":",
                                "[\"starts-with\",\"$key\",\"\"]",
                                "[\"eq\",\"$key\",\"k\"]",
                                "[\"content-length-range\",0,9]",
                                "{\"bucket\":\"fuzz-bucket\"}"),
                        DoorTargets::policy,
                        this::postWithPolicy),
                new ServerTarget(
                        "tokens",
                        List.of(
                                "\"alg\":\"none\"",
                                "\"alg\":\"RS256\"",
                                "\"kid\":",
                                "\"iss\":\"" + ISSUER + "\"",
                                "\"aud\":",
                                "\"exp\":",
                                "\"https://aws.amazon.com/tags\":",
                                "."),
                        DoorTargets::token,
                        this::assume));
    }

    private static String part(String name, String value) {
        return "--x\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static byte[] form(Random random) {
        String file = "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\n\r\n"
                + "y".repeat(random.nextInt(200)) + "\r\n--x--\r\n";
        String more =
                random.nextBoolean() ? part("policy", "e30=") + part("x-amz-credential", "a/b/c/s3/aws4_request") : "";
        return (part("key", "u/${filename}") + part("Content-Type", "text/plain") + more + file)
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    private String post(byte[] input) throws IOException {
        Headers headers = new Headers()
                .add("Host", "127.0.0.1:" + server.port())
                .add("Content-Type", "multipart/form-data; boundary=x");
        return shape(server.handle(
                new HttpRequest("POST", "/fuzz-bucket", null, headers, Body.of(input), "127.0.0.1", false)));
    }

    private static byte[] policy(Random random) {
        String[] conditions = {
            "{\"bucket\":\"fuzz-bucket\"}",
            "[\"starts-with\",\"$key\",\"\"]",
            "[\"content-length-range\",0," + random.nextInt(100) + "]",
            "{\"x-amz-algorithm\":\"AWS4-HMAC-SHA256\"}",
            "[\"starts-with\",\"$x-amz-credential\",\"\"]",
            "[\"starts-with\",\"$x-amz-date\",\"\"]"
        };
        String text = "{\"expiration\":\"2099-01-01T00:00:00Z\",\"conditions\":[" + String.join(",", conditions) + "]}";
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /// Signed as the owner of the key would, so that the policy is read.
    private String postWithPolicy(byte[] input) throws IOException {
        String stamp = STAMP.format(Instant.now());
        String day = stamp.substring(0, 8);
        String encoded = Base64.getEncoder().encodeToString(input);
        String signature = Hmac.hex(Hmac.signingKey(server.secretKey(), day, "us-east-1", "s3"), encoded);
        String form = part("key", "k")
                + part("x-amz-algorithm", "AWS4-HMAC-SHA256")
                + part("x-amz-credential", server.accessKeyId() + "/" + day + "/us-east-1/s3/aws4_request")
                + part("x-amz-date", stamp)
                + part("policy", encoded)
                + part("x-amz-signature", signature)
                + part("file", "hello")
                + "--x--\r\n";
        return post(form.getBytes(StandardCharsets.ISO_8859_1));
    }

    /// Header, claims and signature, one a line.
    private static byte[] token(Random random) {
        String[] algorithms = {"RS256", "ES256", "HS256", "none", "RS512"};
        String header = "{\"alg\":\"" + algorithms[random.nextInt(algorithms.length)] + "\",\"kid\":\"k\"}";
        String claims = "{\"iss\":\"" + ISSUER + "\",\"sub\":\"s\",\"aud\":\"fuzz\",\"exp\":4102444800,\"iat\":1,"
                + "\"https://aws.amazon.com/tags\":{\"principal_tags\":{\"a\":[\"b\"]}}}";
        return (header + "\n" + claims + "\nAAAA").getBytes(StandardCharsets.UTF_8);
    }

    private String assume(byte[] input) throws IOException {
        String[] lines = new String(input, StandardCharsets.ISO_8859_1).split("\n", 3);
        StringBuilder token = new StringBuilder();
        for (int i = 0; i < lines.length; i++) {
            byte[] line = lines[i].getBytes(StandardCharsets.ISO_8859_1);
            token.append(i == 0 ? "" : ".")
                    .append(i < 2 ? Base64.getUrlEncoder().withoutPadding().encodeToString(line) : lines[i]);
        }
        String body = "Action=AssumeRoleWithWebIdentity&Version=2011-06-15&RoleSessionName=fuzz"
                + "&RoleArn=arn%3Aaws%3Aiam%3A%3A000000000000%3Arole%2Ffuzz&WebIdentityToken="
                + Percent.encode(token.toString());
        Headers headers = new Headers()
                .add("Host", "sts.us-east-1.amazonaws.com")
                .add("Content-Type", "application/x-www-form-urlencoded");
        return shape(server.handle(new HttpRequest(
                "POST", "/", null, headers, Body.of(body.getBytes(StandardCharsets.ISO_8859_1)), "127.0.0.1", false)));
    }

    private static String shape(Answer answer) {
        String body = answer.body().substring(0, Math.min(answer.body().length(), 2_000));
        String words =
                body.replaceAll("(?s)<(RequestId|HostId|Resource)>.*", "").replaceAll("<[^>]*>", " ");
        return answer.status() + " " + Outcome.shape(words);
    }
}
