package dev.virga.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A first few requests, made while the JVM records what it loads: the build turns that into the
/// start-up cache.
final class Training {
    private static final int ROUNDS = 50;

    private Training() {}

    static void run(int port) throws IOException {
        for (int i = 0; i < ROUNDS; i++) {
            send(port, "GET /_virga/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
            send(port, unsigned("dynamodb", "DynamoDB_20120810.ListTables", "{}"));
            send(port, unsigned("lambda", "", ""));
        }
    }

    /// A call whose signature is wrong: it goes through everything up to authentication.
    private static String unsigned(String service, String target, String body) {
        return "POST / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                + "Content-Type: application/x-amz-json-1.0\r\n"
                + (target.isEmpty() ? "" : "X-Amz-Target: " + target + "\r\n")
                + "X-Amz-Date: 20260101T000000Z\r\n"
                + "Authorization: AWS4-HMAC-SHA256 Credential=AKIATRAINING00000000/20260101/us-east-1/" + service
                + "/aws4_request, SignedHeaders=host;x-amz-date, Signature=" + "0".repeat(64) + "\r\n"
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static void send(int port, String request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            in.transferTo(OutputStream.nullOutputStream());
        }
    }
}
