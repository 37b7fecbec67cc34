package dev.virga.app.fuzz;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/// Speaks HTTP/2 by prior knowledge, frame by frame. Each connection must be answered or closed in
/// time.
final class Http2Target implements FuzzTarget {
    private static final int MILLIS = 2_000;
    private static final int CONNECT_MILLIS = 10_000;
    private static final int MAX_FRAMES = 40;
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private static final int DATA = 0;
    private static final int HEADERS = 1;
    private static final int PRIORITY = 2;
    private static final int RST_STREAM = 3;
    private static final int SETTINGS = 4;
    private static final int PING = 6;
    private static final int GOAWAY = 7;
    private static final int WINDOW_UPDATE = 8;
    private static final int CONTINUATION = 9;
    private static final int END_STREAM = 1;
    private static final int END_HEADERS = 4;

    private final int port;

    Http2Target(int port) {
        this.port = port;
    }

    @Override
    public String name() {
        return "http2";
    }

    @Override
    public List<String> tokens() {
        return List.of(
                text(frame(SETTINGS, 0, 0, new byte[0])),
                text(frame(SETTINGS, 1, 0, new byte[0])),
                text(frame(SETTINGS, 0, 0, new byte[] {0, 4, 127, -1, -1, -1})),
                text(frame(PING, 0, 0, new byte[8])),
                text(frame(WINDOW_UPDATE, 0, 0, new byte[] {127, -1, -1, -1})),
                text(frame(RST_STREAM, 0, 1, new byte[4])),
                text(frame(PRIORITY, 0, 1, new byte[5])),
                text(frame(GOAWAY, 0, 0, new byte[8])),
                text(frame(CONTINUATION, END_HEADERS, 1, new byte[0])),
                text(frame(DATA, END_STREAM, 1, new byte[] {'{', '}'})),
                text(field(":method", "CONNECT")),
                text(field(":path", "/fuzz-bucket")),
                text(field("content-length", "-1")),
                text(field("transfer-encoding", "chunked")),
                text(field("host", "b")),
                "\u003f\u00e1\u001f",
                "\u00be");
    }

    @Override
    public byte[] seed(Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(frame(SETTINGS, 0, 0, new byte[0]));
        for (int i = 0, stream = 1; i <= random.nextInt(3); i++, stream += 2) {
            boolean post = random.nextBoolean();
            ByteArrayOutputStream fields = new ByteArrayOutputStream();
            fields.writeBytes(field(":method", post ? "POST" : "GET"));
            fields.writeBytes(field(":scheme", "http"));
            fields.writeBytes(field(":path", random.nextBoolean() ? "/" : "/fuzz-bucket?list-type=2"));
            fields.writeBytes(field(":authority", "localhost"));
            if (post) {
                fields.writeBytes(field("x-amz-target", "DynamoDB_20120810.ListTables"));
            }
            int flags = END_HEADERS | (post ? 0 : END_STREAM);
            all.writeBytes(frame(HEADERS, flags, stream, fields.toByteArray()));
            if (post) {
                all.writeBytes(frame(DATA, END_STREAM, stream, "{}".getBytes(StandardCharsets.US_ASCII)));
            }
        }
        return all.toByteArray();
    }

    private static byte[] frame(int type, int flags, int stream, byte[] payload) {
        ByteBuffer out = ByteBuffer.allocate(9 + payload.length);
        out.put((byte) (payload.length >> 16)).putShort((short) payload.length);
        out.put((byte) type).put((byte) flags).putInt(stream).put(payload);
        return out.array();
    }

    /// A literal field without indexing.
    private static byte[] field(String name, String value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(0);
        out.write(name.length());
        out.writeBytes(name.getBytes(StandardCharsets.ISO_8859_1));
        out.write(value.length());
        out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
        return out.toByteArray();
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String run(byte[] input) throws IOException {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), CONNECT_MILLIS);
            socket.setSoTimeout(MILLIS);
            try {
                socket.getOutputStream().write(PREFACE);
                socket.getOutputStream().write(input);
                socket.shutdownOutput();
            } catch (IOException e) {
                // The server has heard enough.
                return "cut off";
            }
            return frames(new DataInputStream(socket.getInputStream()));
        }
    }

    /// The types of the frames that came back; of the last word, why.
    private static String frames(DataInputStream in) throws IOException {
        StringBuilder shape = new StringBuilder();
        try {
            for (int i = 0; i < MAX_FRAMES; i++) {
                int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
                int type = in.readUnsignedByte();
                in.readUnsignedByte();
                in.readInt();
                byte[] payload = in.readNBytes(length);
                shape.append(type).append(' ');
                if (type == GOAWAY && payload.length >= 8) {
                    shape.append("because ").append(ByteBuffer.wrap(payload).getInt(4));
                }
                String words = new String(payload, StandardCharsets.ISO_8859_1);
                if (words.contains("InternalFailure") || words.contains("InternalError")) {
                    throw new IllegalStateException("answered " + Outcome.shape(words));
                }
            }
        } catch (EOFException e) {
            return shape.toString();
        } catch (SocketTimeoutException e) {
            if (shape.isEmpty()) {
                throw new IllegalStateException("no word and no end in " + MILLIS + " ms");
            }
        } catch (IOException e) {
            return shape + "reset";
        }
        return shape.toString();
    }
}
