package dev.virga.app;

import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Signer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;

/// The requests of a first minute, made while the JVM records what it loads and runs: the build
/// turns that into the start-up cache. Only the recording counts; answers are not looked at.
final class Training {
    private static final int ROUNDS = 200;
    private static final String JSON = "application/x-amz-json-1.0";

    private final int port;
    private final RootKey key;
    private final String region;
    private final InstantSource clock;

    Training(int port, RootKey key, String region, InstantSource clock) {
        this.port = port;
        this.key = key;
        this.region = region;
        this.clock = clock;
    }

    void run() throws IOException {
        dynamodb("CreateTable", """
                {"TableName": "training", "BillingMode": "PAY_PER_REQUEST",
                 "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                 "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}]}""");
        send("s3", "PUT", "/training", "", "");
        for (int i = 0; i < ROUNDS; i++) {
            dynamodb(
                    "PutItem",
                    "{\"TableName\": \"training\", \"Item\": {\"id\": {\"S\": \"" + i + "\"}, \"n\": {\"N\": \"1\"}}}");
            dynamodb("GetItem", "{\"TableName\": \"training\", \"Key\": {\"id\": {\"S\": \"" + i + "\"}}}");
            dynamodb(
                    "Query",
                    "{\"TableName\": \"training\", \"KeyConditionExpression\": \"id = :i\","
                            + " \"ExpressionAttributeValues\": {\":i\": {\"S\": \"" + i + "\"}}}");
            send("s3", "PUT", "/training/" + i, "text/plain", "some text");
            send("s3", "GET", "/training/" + i, "", "");
        }
        send("sts", "POST", "/", "application/x-www-form-urlencoded", "Action=GetCallerIdentity&Version=2011-06-15");
        send("iam", "POST", "/", "application/x-www-form-urlencoded", "Action=ListRoles&Version=2010-05-08");
        send("lambda", "GET", "/2015-03-31/functions", "", "");
        send("apigateway", "GET", "/v2/apis", "", "");
    }

    private void dynamodb(String operation, String body) throws IOException {
        send("dynamodb", "POST", "/", JSON, body, "X-Amz-Target", "DynamoDB_20120810." + operation);
    }

    private void send(String service, String method, String path, String type, String body, String... more)
            throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        Headers headers = new Headers().add("Host", "127.0.0.1:" + port);
        if (!type.isEmpty()) {
            headers.add("Content-Type", type);
        }
        for (int i = 0; i < more.length; i += 2) {
            headers.add(more[i], more[i + 1]);
        }
        HttpRequest request = new HttpRequest(method, path, null, headers, Body.of(bytes), "127.0.0.1", false);
        HttpRequest signed = new Signer(key.accessKeyId(), key.secretKey(), null, region, service)
                .sign(request, bytes, clock.instant());
        StringBuilder head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        signed.headers()
                .forEach((name, value) -> head.append(name + ": " + value).append("\r\n"));
        head.append("Content-Length: ").append(bytes.length).append("\r\n\r\n");
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.write(bytes);
            socket.getInputStream().transferTo(OutputStream.nullOutputStream());
        }
    }
}
