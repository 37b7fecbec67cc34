package dev.virga.wire;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A request or response body that is read once, in order, and need not fit in memory.
///
/// @param stream the bytes; whoever consumes the body closes it
/// @param length number of bytes, or -1 when it is not known before the end
public record Body(InputStream stream, long length) {
    public static final Body EMPTY = new Body(new BytesStream(new byte[0]), 0);

    public static Body of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new Body(new BytesStream(bytes), bytes.length);
    }

    /// The whole body as an array.
    ///
    /// @throws BodyTooLarge when there are more than `limit` bytes
    public byte[] bytes(int limit) throws IOException {
        if (stream instanceof BytesStream b && b.untouched()) {
            if (b.array.length > limit) {
                throw new BodyTooLarge(limit);
            }
            return b.array;
        }
        if (length > limit) {
            throw new BodyTooLarge(limit);
        }
        byte[] all = stream.readNBytes(length >= 0 ? (int) length : limit + 1);
        if (all.length > limit) {
            throw new BodyTooLarge(limit);
        }
        return all;
    }

    /// Whether [#bytes(int)] costs nothing: the body is an array that nobody has read from.
    public boolean inMemory() {
        return length == 0 || (stream instanceof BytesStream b && b.untouched());
    }

    /// Keeps the array, so that a body which is in memory already is not copied.
    private static final class BytesStream extends ByteArrayInputStream {
        final byte[] array;

        BytesStream(byte[] bytes) {
            super(bytes);
            this.array = bytes;
        }

        boolean untouched() {
            return pos == 0;
        }
    }

    /// The body is larger than its reader accepts.
    public static final class BodyTooLarge extends IOException {
        public final int limit;

        public BodyTooLarge(int limit) {
            super("body is larger than " + limit + " bytes");
            this.limit = limit;
        }
    }
}
