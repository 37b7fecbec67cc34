package dev.virga.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How the store's keys and values look inside RocksDB; the only class that knows.
///
///     00 'state'              → the highest number ever given (8), the oldest ordinal (8), the
///     next
///                               ordinal (8)
///     01 domain 00 key        → row: format (1), version (8), value
///     02 id                   → the result of a committed transaction: format, version, appended
///     03 ordinal (8)          → format, millis (8), key of an id: when which id was remembered
///
/// A domain holds no zero byte, so that byte ends it and domains never mix.
final class Layout {
    static final byte[] STATE = {0, 's', 't', 'a', 't', 'e'};
    static final int STATE_BYTES = 3 * Long.BYTES;
    static final byte FORMAT = 1;
    static final int ROW_HEADER = 9;

    private static final byte ROWS = 1;
    private static final byte IDS = 2;
    private static final byte ORDINALS = 3;

    private static final VarHandle BIG_ENDIAN =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Layout() {}

    static byte[] rowKey(String domain, byte[] key) {
        return rowKey(domain, key, 0);
    }

    /// @param spare zero bytes to leave at the end, for a sequence
    static byte[] rowKey(String domain, byte[] key, int spare) {
        byte[] name = domainBytes(domain);
        byte[] result = new byte[name.length + key.length + 2 + spare];
        result[0] = ROWS;
        System.arraycopy(name, 0, result, 1, name.length);
        System.arraycopy(key, 0, result, name.length + 2, key.length);
        return result;
    }

    /// The first key behind all rows of the domain.
    static byte[] domainEnd(String domain) {
        byte[] result = rowKey(domain, new byte[0]);
        result[result.length - 1] = 1;
        return result;
    }

    /// Length of what precedes the caller's own key bytes.
    static int prefixLength(byte[] rowKey) {
        int end = 1;
        while (rowKey[end] != 0) {
            end++;
        }
        return end + 1;
    }

    private static byte[] domainBytes(String domain) {
        byte[] bytes = Utf8.strict(domain);
        if (bytes.length > Store.DOMAIN_BYTES) {
            throw new Store.LimitExceeded("domainBytes", bytes.length, Store.DOMAIN_BYTES);
        }
        if (domain.indexOf(0) >= 0) {
            throw new IllegalArgumentException("a domain must not hold the character U+0000");
        }
        return bytes;
    }

    /// A stored row with room for its version, which only the commit thread knows.
    static byte[] storedRow(byte[] value) {
        byte[] stored = new byte[ROW_HEADER + value.length];
        stored[0] = FORMAT;
        System.arraycopy(value, 0, stored, ROW_HEADER, value.length);
        return stored;
    }

    static void stampVersion(byte[] stored, long version) {
        putLong(stored, 1, version);
    }

    /// @param stored at least the header of a row
    static long version(byte[] stored) {
        if (stored[0] != FORMAT) {
            throw new IllegalStateException("a row has format " + stored[0] + ", this release knows " + FORMAT);
        }
        return getLong(stored, 1);
    }

    static Store.Row row(Store.Key key, byte[] stored) {
        return row(key, stored, stored.length);
    }

    /// @param length of the stored row, behind which the array may hold something else
    static Store.Row row(Store.Key key, byte[] stored, int length) {
        return new Store.Row(key, Arrays.copyOfRange(stored, ROW_HEADER, length), version(stored));
    }

    static byte[] idKey(byte[] id) {
        byte[] key = new byte[id.length + 1];
        key[0] = IDS;
        System.arraycopy(id, 0, key, 1, id.length);
        return key;
    }

    static byte[] ordinalKey(long ordinal) {
        byte[] key = new byte[9];
        key[0] = ORDINALS;
        putLong(key, 1, ordinal);
        return key;
    }

    static void putLong(byte[] target, int at, long number) {
        BIG_ENDIAN.set(target, at, number);
    }

    static long getLong(byte[] source, int at) {
        return (long) BIG_ENDIAN.get(source, at);
    }
}
