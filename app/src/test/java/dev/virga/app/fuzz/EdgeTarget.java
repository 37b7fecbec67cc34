package dev.virga.app.fuzz;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Sends bytes to the port as they are, whole or in pieces. Each connection must be answered or
/// closed in time.
final class EdgeTarget implements FuzzTarget {
    private static final int MILLIS = 2_000;
    private static final int CONNECT_MILLIS = 10_000;

    private final int port;

    EdgeTarget(int port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "edge";
    }

    @Override
    public List<String> tokens() {
        return List.of(
                "\r\n",
                "\r\n\r\n",
                "HTTP/1.1",
                "HTTP/2.0",
                "HTTP/0.9",
                "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
                "Content-Length: ",
                "Transfer-Encoding: chunked\r\n",
                "Transfer-Encoding: x, chunked\r\n",
                "Expect: 100-continue\r\n",
                "Connection: Upgrade\r\n",
                "Upgrade: websocket\r\n",
                "Upgrade: h2c\r\n",
                "Host: \r\n",
                "Host: a b\r\n",
                "\t",
                " :",
                "Content-Encoding: gzip\r\n",
                "0\r\n\r\n",
                "http://x/",
                "*",
                "CONNECT a:1",
                "Cookie: ",
                "Range: bytes=0-,1-\r\n",
                "\r",
                "\n ",
                "Authorization: AWS4-HMAC-SHA256 Credential=",
                "X-Amz-Target: DynamoDB_20120810.PutItem\r\n");
    }

    @Override
    public byte[] seed(Random random) {
        String body = "{\"TableName\":\"fuzz\"}";
        String text =
                switch (random.nextInt(5)) {
                    case 0 -> "GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";
                    case 1 ->
                        "POST / HTTP/1.1\r\nHost: localhost\r\nX-Amz-Target: DynamoDB_20120810.GetItem\r\nContent-Length: "
                                + body.length() + "\r\n\r\n" + body;
                    case 2 ->
                        "PUT /fuzz-bucket/k HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + "5\r\nhello\r\n0\r\n\r\n";
                    case 3 ->
                        "POST /fuzz-bucket HTTP/1.1\r\nHost: localhost\r\nContent-Type: multipart/form-data; boundary=x\r\n"
                                + "Content-Length: 85\r\n\r\n--x\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na\r\n--x--\r\n";
                    default ->
                        "GET /fuzz-bucket?list-type=2 HTTP/1.1\r\nHost: fuzz-bucket.localhost\r\nConnection: close\r\n\r\n";
                };
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String run(byte[] input) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(MILLIS);
            try {
                int half = input.length % 3 == 0 ? input.length / 2 : input.length;
                socket.getOutputStream().write(input, 0, half);
                socket.getOutputStream().write(input, half, input.length - half);
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server has heard enough.
                return "cut off";
            }
            return answer(socket.getInputStream());
        }
    }

    private static String answer(InputStream in) throws IOException {
        byte[] start = new byte[400];
        int read = 0;
        try {
            while (read < start.length) {
                int n = in.read(start, read, start.length - read);
                if (n < 0) {
                    break;
                }
                read += n;
            }
        } catch (SocketTimeoutException e) {
            if (read == 0) {
                throw new IllegalStateException(
                        "no answer and no end in " + MILLIS + " ms after a half-closed connection");
            }
        } catch (IOException e) {
            return "reset";
        }
        String text = new String(start, 0, read, StandardCharsets.ISO_8859_1);
        String line = text.lines().findFirst().orElse("");
        if (line.startsWith("HTTP/1.1 500") || line.startsWith("HTTP/1.1 502")) {
            throw new IllegalStateException("answered " + text);
        }
        return line.length() > 12 ? line.substring(0, 12) + Outcome.shape(text.replaceAll("(?s).*\r\n\r\n", "")) : line;
    }
}
