package dev.virga.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Takes a key apart in the order in which a [KeyBuilder] put it together. Every method throws
/// [IllegalStateException] when the key does not hold such a part there.
public final class KeyReader {
    private final byte[] bytes;
    private int at;

    public KeyReader(byte[] key) {
        this(key, 0);
    }

    /// @param offset how many bytes to skip, for example a prefix that is known already
    public KeyReader(byte[] key, int offset) {
        bytes = key;
        at = offset;
    }

    public String string() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        byte[] part = new byte[bytes.length - at];
        int length = 0;
        while (at + 1 < bytes.length) {
            byte b = bytes[at++];
            if (b == 0) {
                byte next = bytes[at++];
                if (next == 1) {
                    return Arrays.copyOf(part, length);
                }
                if (next != (byte) 0xff) {
                    break;
                }
            }
            part[length++] = b;
        }
        throw new IllegalStateException("this key has no whole part at byte " + at);
    }

    public long number() {
        if (bytes.length - at < Long.BYTES) {
            throw new IllegalStateException("this key has no number at byte " + at);
        }
        long part = Layout.getLong(bytes, at) ^ Long.MIN_VALUE;
        at += Long.BYTES;
        return part;
    }

    /// The sequence which [Store.Append] puts at the end of a key.
    public static long sequence(byte[] key) {
        if (key.length < Long.BYTES) {
            throw new IllegalStateException("this key has no sequence");
        }
        return Layout.getLong(key, key.length - Long.BYTES);
    }

    /// All that was not read yet.
    public byte[] rest() {
        byte[] part = Arrays.copyOfRange(bytes, at, bytes.length);
        at = bytes.length;
        return part;
    }
}
