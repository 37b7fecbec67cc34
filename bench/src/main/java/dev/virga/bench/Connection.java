package dev.virga.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// One kept-alive HTTP/1.1 connection that sends prepared bytes and reads just enough of the
/// answer: the status and the length of the body. Used by one thread.
final class Connection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 120_000;
    private static final int MAX_HEAD = 16 << 10;
    private static final int MAX_KEPT_BODY = 1 << 20;

    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private byte[] buffer = new byte[MAX_HEAD];
    private int start;
    private int end;
    private int bodyLength;
    private byte[] body = new byte[4 << 10];

    Connection(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(TIMEOUT_MILLIS);
        in = socket.getInputStream();
        out = socket.getOutputStream();
    }

    /// Sends a whole request and reads a whole answer. Returns the status.
    int exchange(byte[] request) throws IOException {
        out.write(request);
        int head = readHead();
        int status = status();
        String fields = new String(buffer, start, head - start, StandardCharsets.ISO_8859_1).toLowerCase(Locale.ROOT);
        start = head;
        bodyLength = 0;
        if (status != 204 && status != 304) {
            int length = fields.indexOf("\r\ncontent-length:");
            if (length >= 0) {
                readBody(number(fields, length + 17));
            } else if (fields.contains("\r\ntransfer-encoding: chunked")) {
                readChunks();
            }
        }
        return status;
    }

    /// Of the last answer.
    int bodyLength() {
        return bodyLength;
    }

    /// Of the last answer.
    String body() {
        return new String(body, 0, Math.min(bodyLength, body.length), StandardCharsets.UTF_8);
    }

    private int status() throws IOException {
        if (end - start < 12 || buffer[start] != 'H') {
            throw new IOException("that is no HTTP answer");
        }
        return (buffer[start + 9] - '0') * 100 + (buffer[start + 10] - '0') * 10 + (buffer[start + 11] - '0');
    }

    /// Returns where the body starts.
    private int readHead() throws IOException {
        int from = start;
        while (true) {
            for (int i = Math.max(start + 3, from); i < end; i++) {
                if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
                    return i + 1;
                }
            }
            int seen = end - start;
            fill();
            from = start + seen;
        }
    }

    private void fill() throws IOException {
        if (start > 0) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
        }
        if (end == buffer.length) {
            throw new IOException("the head of the answer is longer than " + buffer.length + " bytes");
        }
        int read = in.read(buffer, end, buffer.length - end);
        if (read < 0) {
            throw new EOFException("the server closed the connection");
        }
        end += read;
    }

    private void readBody(int length) throws IOException {
        int left = length;
        while (left > 0) {
            if (start == end) {
                fill();
            }
            int part = Math.min(left, end - start);
            keep(part);
            start += part;
            left -= part;
        }
    }

    private void keep(int part) {
        if (bodyLength + part <= MAX_KEPT_BODY) {
            if (bodyLength + part > body.length) {
                body = java.util.Arrays.copyOf(body, Math.max(body.length * 2, bodyLength + part));
            }
            System.arraycopy(buffer, start, body, bodyLength, part);
        }
        bodyLength += part;
    }

    private void readChunks() throws IOException {
        int size;
        do {
            size = Integer.parseInt(line().split(";", 2)[0].strip(), 16);
            readBody(size);
            line();
        } while (size > 0);
    }

    private String line() throws IOException {
        StringBuilder line = new StringBuilder();
        while (true) {
            if (start == end) {
                fill();
            }
            char c = (char) buffer[start++];
            if (c == '\n') {
                return line.toString();
            }
            if (c != '\r') {
                line.append(c);
            }
        }
    }

    private static int number(String fields, int from) throws IOException {
        int end = fields.indexOf('\r', from);
        try {
            return Integer.parseInt(fields.substring(from, end).strip());
        } catch (NumberFormatException e) {
            throw new IOException("the answer's length is no number", e);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
