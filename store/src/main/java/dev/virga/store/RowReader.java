package dev.virga.store;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Reads what a [RowWriter] wrote, field by field. Throws [IllegalStateException] when the bytes
/// are something else; a damaged length never allocates more than the row is long.
public final class RowReader {
    private final byte[] bytes;
    private int at = 1;

    public RowReader(byte[] row) {
        if (row.length == 0) {
            throw damaged("it is empty");
        }
        bytes = row;
    }

    /// The version that the row was written with.
    public int format() {
        return bytes[0];
    }

    /// @param newest the newest format version that the caller understands
    public RowReader upTo(int newest) {
        if (format() < 1 || format() > newest) {
            throw damaged("it has format " + format() + ", this release knows up to " + newest);
        }
        return this;
    }

    /// Whether there is another field.
    public boolean more() {
        return at < bytes.length;
    }

    public long varint() {
        long number = unsigned();
        return number >>> 1 ^ -(number & 1);
    }

    private long unsigned() {
        long number = 0;
        for (int shift = 0; shift < Long.SIZE; shift += 7) {
            byte b = next();
            number |= (b & 0x7fL) << shift;
            if (b >= 0) {
                return number;
            }
        }
        throw damaged("a number is too long");
    }

    private byte next() {
        if (at >= bytes.length) {
            throw damaged("it ends too early");
        }
        return bytes[at++];
    }

    public boolean bool() {
        return next() != 0;
    }

    public double real() {
        if (bytes.length - at < Double.BYTES) {
            throw damaged("it ends too early");
        }
        double number = Double.longBitsToDouble(Layout.getLong(bytes, at));
        at += Double.BYTES;
        return number;
    }

    public String string() {
        int length = size();
        String text = new String(bytes, at, length, StandardCharsets.UTF_8);
        at += length;
        return text;
    }

    public @Nullable String nullableString() {
        byte[] field = nullableBytes();
        return field == null ? null : new String(field, StandardCharsets.UTF_8);
    }

    public byte[] bytes() {
        return take(size());
    }

    public byte @Nullable [] nullableBytes() {
        long length = unsigned();
        if (length == 0) {
            return null;
        }
        return take(checked(length - 1));
    }

    public @Nullable Long nullableVarint() {
        return bool() ? (Long) varint() : null;
    }

    private byte[] take(int length) {
        byte[] field = Arrays.copyOfRange(bytes, at, at + length);
        at += length;
        return field;
    }

    /// A number of bytes or elements: an element takes a byte at least.
    private int size() {
        return checked(unsigned());
    }

    private int checked(long size) {
        if (size < 0 || size > bytes.length - at) {
            throw damaged("it ends too early");
        }
        return (int) size;
    }

    /// In the order in which it was written.
    public Map<String, String> map() {
        int size = size();
        Map<String, String> map = new LinkedHashMap<>();
        for (int i = 0; i < size; i++) {
            String key = string();
            map.put(key, string());
        }
        return map;
    }

    /// @param element reads one element, for example `RowReader::string`
    public <T> List<T> list(Function<RowReader, T> element) {
        int size = size();
        List<T> list = new ArrayList<>(size);
        for (int i = 0; i < size; i++) {
            list.add(element.apply(this));
        }
        return list;
    }

    private static IllegalStateException damaged(String why) {
        return new IllegalStateException("a row cannot be read: " + why);
    }
}
