package dev.virga.http;

import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/// Speaks HTTP/2 frame by frame, by prior knowledge, and as badly as a test wants.
final class RawHttp2 implements Closeable {
    static final int DATA = 0;
    static final int HEADERS = 1;
    static final int PRIORITY = 2;
    static final int RST_STREAM = 3;
    static final int SETTINGS = 4;
    static final int PUSH_PROMISE = 5;
    static final int PING = 6;
    static final int GOAWAY = 7;
    static final int WINDOW_UPDATE = 8;
    static final int CONTINUATION = 9;
    static final int END_STREAM = 1;
    static final int ACK = 1;
    static final int END_HEADERS = 4;
    static final int PADDED = 8;
    static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Socket socket;
    private final DataInputStream in;
    private final OutputStream out;

    record Frame(int type, int flags, int stream, byte[] payload) {}

    RawHttp2(int port) throws IOException {
        socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        in = new DataInputStream(socket.getInputStream());
        out = socket.getOutputStream();
    }

    /// With preface and settings sent.
    static RawHttp2 open(int port) throws IOException {
        RawHttp2 client = new RawHttp2(port);
        client.raw(PREFACE);
        return client.frame(SETTINGS, 0, 0, new byte[0]);
    }

    RawHttp2 raw(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
        return this;
    }

    RawHttp2 frame(int type, int flags, int stream, byte[] payload) throws IOException {
        return raw(bytes(type, flags, stream, payload));
    }

    static byte[] bytes(int type, int flags, int stream, byte[] payload) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.write(payload.length >> 16);
        all.write(payload.length >> 8);
        all.write(payload.length);
        all.write(type);
        all.write(flags);
        all.writeBytes(HexFormat.of().parseHex("%08x".formatted(stream)));
        all.writeBytes(payload);
        return all.toByteArray();
    }

    /// Literal fields without indexing: names and values in turn.
    static byte[] fields(String... namesAndValues) {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            block.write(0);
            string(block, namesAndValues[i]);
            string(block, namesAndValues[i + 1]);
        }
        return block.toByteArray();
    }

    static void string(ByteArrayOutputStream block, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        if (bytes.length < 127) {
            block.write(bytes.length);
        } else {
            block.write(127);
            int left = bytes.length - 127;
            while (left >= 128) {
                block.write(left % 128 + 128);
                left /= 128;
            }
            block.write(left);
        }
        block.writeBytes(bytes);
    }

    static byte[] get(String path) {
        return fields(":method", "GET", ":scheme", "http", ":path", path, ":authority", "a");
    }

    /// Null when the connection has ended.
    Frame read() throws IOException {
        try {
            int length = in.readUnsignedByte() << 16 | in.readUnsignedShort();
            int type = in.readUnsignedByte();
            int flags = in.readUnsignedByte();
            int stream = in.readInt();
            return new Frame(type, flags, stream, in.readNBytes(length));
        } catch (EOFException | SocketException e) {
            return null;
        }
    }

    /// Reads on until a frame of this type comes. Null when the connection ends before.
    Frame until(int type) throws IOException {
        Frame frame = read();
        while (frame != null && frame.type != type) {
            frame = read();
        }
        return frame;
    }

    /// Whether this begins an answer with status 200: `88`, perhaps after a change of the table's
    /// size.
    static boolean isOk(Frame headers) {
        byte[] block = headers.payload;
        int at = 0;
        if ((block[0] & 0xe0) == 0x20) {
            at = 1;
            while ((block[0] & 0x1f) == 0x1f && (block[at] & 0x80) != 0) {
                at++;
            }
            at += (block[0] & 0x1f) == 0x1f ? 1 : 0;
        }
        return block[at] == (byte) 0x88;
    }

    /// Whether the server ends the connection, with or without a word.
    boolean ended() throws IOException {
        return until(GOAWAY) != null || read() == null;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
