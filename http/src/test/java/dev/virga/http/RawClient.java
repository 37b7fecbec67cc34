package dev.virga.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Sends bytes as they are and reads answers one by one, so that tests can be as rude as an
/// attacker.
final class RawClient implements Closeable {
    private final Socket socket;
    private final InputStream in;

    RawClient(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = socket.getInputStream();
    }

    RawClient send(String text) throws IOException {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
        return this;
    }

    record Answer(int status, String head, String body) {
        String header(String name) {
            for (String line : head.split("\r\n")) {
                if (line.toLowerCase(Locale.ROOT).startsWith(name.toLowerCase(Locale.ROOT) + ":")) {
                    return line.substring(name.length() + 1).trim();
                }
            }
            return null;
        }
    }

    Answer read() throws IOException {
        return read(true);
    }

    Answer readHeadOnly() throws IOException {
        return read(false);
    }

    private Answer read(boolean withBody) throws IOException {
        StringBuilder head = new StringBuilder();
        while (true) {
            String line = line();
            if (line.isEmpty()) {
                break;
            }
            head.append(line).append("\r\n");
        }
        int status = Integer.parseInt(head.substring(9, 12));
        Answer answer = new Answer(status, head.toString(), "");
        String length = answer.header("Content-Length");
        if (!withBody || status == 204 || status == 304 || status < 200) {
            return answer;
        }
        if ("chunked".equals(answer.header("Transfer-Encoding"))) {
            return new Answer(status, head.toString(), chunks());
        }
        byte[] body = length == null ? in.readAllBytes() : in.readNBytes(Integer.parseInt(length));
        return new Answer(status, head.toString(), new String(body, StandardCharsets.ISO_8859_1));
    }

    /// One chunk of a chunked body; empty at its end. The line end after a chunk may come with the
    /// next one.
    String chunk() throws IOException {
        String size = line();
        if (size.isEmpty()) {
            size = line();
        }
        if (size.equals("0")) {
            return line();
        }
        return new String(in.readNBytes(Integer.parseInt(size, 16)), StandardCharsets.ISO_8859_1);
    }

    private String chunks() throws IOException {
        StringBuilder all = new StringBuilder();
        String chunk;
        while (!(chunk = chunk()).isEmpty()) {
            all.append(chunk);
        }
        return all.toString();
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        while ((b = in.read()) != '\n') {
            if (b < 0) {
                throw new EOFException("after: " + line);
            }
            line.write(b);
        }
        String text = line.toString(StandardCharsets.ISO_8859_1);
        return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
    }

    /// All that comes until the server closes the connection.
    byte[] rest() throws IOException {
        try {
            return in.readAllBytes();
        } catch (java.net.SocketException e) {
            return new byte[0];
        }
    }

    /// The server has closed the connection and sends nothing more.
    boolean ended() throws IOException {
        try {
            return in.read() < 0;
        } catch (java.net.SocketException e) {
            return true;
        }
    }

    void leave() throws IOException {
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
