package dev.virga.bench;

import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Signer;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// Makes signed requests as bytes, ready to be sent. A signature is valid for fifteen minutes.
///
/// @param port of the server on this machine
record Requests(int port, String accessKeyId, String secretKey, String region, InstantSource clock) {
    private static final String JSON = "application/x-amz-json-1.0";
    private static final String FORM = "application/x-www-form-urlencoded";

    /// An operation of DynamoDB.
    byte[] dynamodb(String operation, String body) {
        return signed("dynamodb", "POST", "/", JSON, utf8(body), "X-Amz-Target", "DynamoDB_20120810." + operation);
    }

    /// An operation with a form, e.g. of IAM.
    byte[] query(String service, String form) {
        return signed(service, "POST", "/", FORM, utf8(form));
    }

    /// A request of Lambda.
    byte[] lambda(String method, String path, byte[] body) {
        return signed("lambda", method, path, "application/json", body);
    }

    /// A request of S3.
    byte[] s3(String method, String path, byte[] body) {
        return signed("s3", method, path, "", body);
    }

    byte[] signed(String service, String method, String path, String type, byte[] body, String... more) {
        Headers headers = new Headers().add("Host", "127.0.0.1:" + port);
        if (!type.isEmpty()) {
            headers.add("Content-Type", type);
        }
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        HttpRequest request = new HttpRequest(method, path, null, headers, Body.of(body), "127.0.0.1", false);
        HttpRequest signed =
                new Signer(accessKeyId, secretKey, null, region, service).sign(request, body, clock.instant());
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        signed.headers()
                .forEach((name, value) -> head.append(name + ": " + value).append("\r\n"));
        if (body.length > 0 || !method.equals("GET")) {
            head.append("Content-Length: ").append(body.length).append("\r\n");
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(utf8(head.append("\r\n").toString()));
        out.writeBytes(body);
        return out.toByteArray();
    }

    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
