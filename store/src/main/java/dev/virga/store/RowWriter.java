package dev.virga.store;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/// Values of rows: fields one after the other, without names, the format version first. A field is
/// added by a new format version, and its reader keeps understanding the old ones. [RowReader]
/// reads the same methods in the same order.
///
///     number          zigzag varint: 1 byte for -64…63
///     string, bytes   length as varint, then the bytes
///     nullable…       length + 1, or 0 for null
///     list, map       size as varint, then the elements
///
/// Not for several threads.
public final class RowWriter {
    private static final int FIRST_BYTES = 128;
    private static final int VARINT_BYTES = 10;

    private byte[] bytes = new byte[FIRST_BYTES];
    private int length;

    /// @param format 1 to 127
    public RowWriter(int format) {
        if (format < 1 || format > Byte.MAX_VALUE) {
            throw new IllegalArgumentException("a row's format is 1 to 127, not " + format);
        }
        bytes[length++] = (byte) format;
    }

    public RowWriter varint(long number) {
        return unsigned(number << 1 ^ number >> 63);
    }

    private RowWriter unsigned(long number) {
        ensure(VARINT_BYTES);
        long left = number;
        while ((left & ~0x7fL) != 0) {
            bytes[length++] = (byte) (left | 0x80);
            left >>>= 7;
        }
        bytes[length++] = (byte) left;
        return this;
    }

    public RowWriter bool(boolean flag) {
        ensure(1);
        bytes[length++] = (byte) (flag ? 1 : 0);
        return this;
    }

    public RowWriter real(double number) {
        ensure(Double.BYTES);
        Layout.putLong(bytes, length, Double.doubleToRawLongBits(number));
        length += Double.BYTES;
        return this;
    }

    public RowWriter string(String text) {
        return bytes(text.getBytes(StandardCharsets.UTF_8));
    }

    public RowWriter nullableString(@Nullable String text) {
        return nullableBytes(text == null ? null : text.getBytes(StandardCharsets.UTF_8));
    }

    public RowWriter bytes(byte[] field) {
        unsigned(field.length);
        return raw(field);
    }

    public RowWriter nullableBytes(byte @Nullable [] field) {
        if (field == null) {
            return unsigned(0);
        }
        unsigned(field.length + 1L);
        return raw(field);
    }

    public RowWriter nullableVarint(@Nullable Long number) {
        bool(number != null);
        return number == null ? this : varint(number);
    }

    private RowWriter raw(byte[] field) {
        ensure(field.length);
        System.arraycopy(field, 0, bytes, length, field.length);
        length += field.length;
        return this;
    }

    public RowWriter map(Map<String, String> map) {
        unsigned(map.size());
        map.forEach((key, value) -> string(key).string(value));
        return this;
    }

    /// @param element writes one element, for example `RowWriter::string`
    public <T> RowWriter list(Collection<T> list, BiConsumer<RowWriter, T> element) {
        unsigned(list.size());
        for (T each : list) {
            element.accept(this, each);
        }
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
}
