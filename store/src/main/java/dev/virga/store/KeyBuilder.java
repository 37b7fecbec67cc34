package dev.virga.store;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Keys whose bytes compare like their parts, part by part. [KeyReader] takes them apart.
///
///     string, bytes   each zero byte becomes 00 FF; 00 01 ends the part, so "a" < "a\0" < "ab"
///     number          8 bytes, big-endian, sign bit flipped, so that negative ones come first
///     raw             as it is, without an end: only as the last part
///
/// Not for several threads.
public final class KeyBuilder {
    private static final int FIRST_BYTES = 64;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /// UTF-8 order, which is the order of code points.
    ///
    /// @throws IllegalArgumentException when the text holds a lone surrogate
    public KeyBuilder string(String text) {
        return bytes(Utf8.strict(text));
    }

    public KeyBuilder bytes(byte[] part) {
        ensure(2 * part.length + 2);
        for (byte b : part) {
            bytes[length++] = b;
            if (b == 0) {
                bytes[length++] = (byte) 0xff;
            }
        }
        bytes[length++] = 0;
        bytes[length++] = 1;
        return this;
    }

    public KeyBuilder number(long part) {
        ensure(Long.BYTES);
        Layout.putLong(bytes, length, part ^ Long.MIN_VALUE);
        length += Long.BYTES;
        return this;
    }

    public KeyBuilder raw(byte[] part) {
        ensure(part.length);
        System.arraycopy(part, 0, bytes, length, part.length);
        length += part.length;
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.addExact(Math.max(bytes.length * 2, length), more));
        }
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, length);
    }

    public Store.Key toKey(String domain) {
        return new Store.Key(domain, toBytes());
    }

    /// The first key behind all keys with the prefix, as the `to` of a scan: null when that is the
    /// end of the domain, because the prefix is empty or all 0xFF.
    public static byte @Nullable [] prefixEnd(byte[] prefix) {
        int end = prefix.length;
        while (end > 0 && prefix[end - 1] == (byte) 0xff) {
            end--;
        }
        if (end == 0) {
            return null;
        }
        byte[] result = Arrays.copyOf(prefix, end);
        result[end - 1]++;
        return result;
    }

    /// The first possible key behind this one, as the `from` of the next page.
    public static byte[] after(byte[] key) {
        return Arrays.copyOf(key, key.length + 1);
    }
}
