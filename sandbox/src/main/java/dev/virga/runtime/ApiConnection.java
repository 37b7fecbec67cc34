package dev.virga.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Lambda's Runtime API over one socket.
final class ApiConnection {
    private static final String BASE = " /2018-06-01/runtime/";
    private static final int FIRST_BUFFER_BYTES = 16 * 1024;

    private final String host;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] nextRequest;
    private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
    private int end;

    ApiConnection(String address) throws IOException {
        host = address;
        int colon = address.lastIndexOf(':');
        @SuppressWarnings("resource") // Open as long as the process lives.
        Socket socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setTcpNoDelay(true);
        in = socket.getInputStream();
        out = socket.getOutputStream();
        nextRequest = ("GET" + BASE + "invocation/next HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
    }

    /// An invocation.
    record Event(Map<String, String> headers, byte[] payload) {
        String header(String name) {
            return headers.getOrDefault(name, "");
        }
    }

    Event next() throws IOException {
        out.write(nextRequest);
        return read();
    }

    void post(String path, @Nullable String errorType, byte[] body) throws IOException {
        String extra = errorType == null
                ? ""
                : "Lambda-Runtime-Function-Error-Type: " + errorType.replaceAll("[^ -~]", "?") + "\r\n";
        byte[] head = ("POST" + BASE + path + " HTTP/1.1\r\nHost: " + host
                        + "\r\nContent-Type: application/json\r\n" + extra + "Content-Length: " + body.length
                        + "\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        byte[] all = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, all, head.length, body.length);
        out.write(all);
        read();
    }

    private Event read() throws IOException {
        int headEnd = endOfHead();
        while (headEnd < 0) {
            if (end == buffer.length) {
                buffer = Arrays.copyOf(buffer, buffer.length * 2);
            }
            end += receive(buffer, end);
            headEnd = endOfHead();
        }
        Map<String, String> headers = new TreeMap<>();
        String[] lines = new String(buffer, 0, headEnd, StandardCharsets.UTF_8).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        byte[] body = new byte[Integer.parseInt(headers.getOrDefault("content-length", "0"))];
        int bodyStart = headEnd + 4;
        int have = Math.min(body.length, end - bodyStart);
        System.arraycopy(buffer, bodyStart, body, 0, have);
        System.arraycopy(buffer, bodyStart + have, buffer, 0, end - bodyStart - have);
        end -= bodyStart + have;
        while (have < body.length) {
            have += receive(body, have);
        }
        return new Event(headers, body);
    }

    private int receive(byte[] into, int offset) throws IOException {
        int count = in.read(into, offset, into.length - offset);
        if (count < 0) {
            // Without its Runtime API there is nothing left to do.
            System.exit(1);
        }
        return count;
    }

    private int endOfHead() {
        for (int i = 0; i + 3 < end; i++) {
            if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r' && buffer[i + 3] == '\n') {
                return i;
            }
        }
        return -1;
    }
}
