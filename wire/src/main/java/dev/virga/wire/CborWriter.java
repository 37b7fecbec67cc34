package dev.virga.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes CBOR (RFC 8949) into bytes. One thread, one document.
final class CborWriter {
    private static final int FALSE = 0xf4;
    private static final int TRUE = 0xf5;
    private static final int NULL = 0xf6;
    private static final int SINGLE = 0xfa;
    private static final int DOUBLE = 0xfb;
    private static final int OPEN_MAP = 0xbf;
    private static final int BREAK = 0xff;
    private static final int TAG_EPOCH = 1;
    private static final int TAG_POSITIVE_BIGNUM = 2;
    private static final int TAG_NEGATIVE_BIGNUM = 3;
    private static final int TAG_DECIMAL = 4;
    /// A map may have as many members as its first byte counts, or it is an open one.
    private static final int COUNTED = 23;

    private byte[] b;
    private int n;
    private final boolean millis;

    /// @param millis whether timestamps count milliseconds, as in `application/x-amz-cbor-1.1`
    CborWriter(int capacity, boolean millis) {
        b = new byte[capacity];
        this.millis = millis;
    }

    byte[] bytes() {
        return Arrays.copyOf(b, n);
    }

    private void room(int more) {
        if (b.length - n < more) {
            b = Arrays.copyOf(b, Math.max(b.length * 2, n + more));
        }
    }

    private void put(int value) {
        room(1);
        b[n++] = (byte) value;
    }

    private void put(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, b, n, bytes.length);
        n += bytes.length;
    }

    private void bigEndian(long value, int count) {
        room(count);
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            b[n++] = (byte) (value >>> shift);
        }
    }

    private void head(int major, long argument) {
        int first = major << 5;
        if (argument < 24) {
            put(first | (int) argument);
        } else if (argument <= 0xff) {
            put(first | 24);
            put((int) argument);
        } else if (argument <= 0xffff) {
            put(first | 25);
            bigEndian(argument, 2);
        } else if (argument <= 0xffff_ffffL) {
            put(first | 26);
            bigEndian(argument, 4);
        } else {
            put(first | 27);
            bigEndian(argument, 8);
        }
    }

    void text(String text) {
        int length = text.length();
        if (length <= COUNTED) {
            // Names and short values are ASCII nearly always: no array of their own.
            room(length + 1);
            int at = n;
            b[at++] = (byte) (CborLexer.TEXT << 5 | length);
            int i = 0;
            for (char c; i < length && (c = text.charAt(i)) < 128; i++) {
                b[at++] = (byte) c;
            }
            if (i == length) {
                n = at;
                return;
            }
        }
        byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
        head(CborLexer.TEXT, utf8.length);
        put(utf8);
    }

    private void whole(long value) {
        if (value >= 0) {
            head(CborLexer.UNSIGNED, value);
        } else {
            head(CborLexer.NEGATIVE, -1 - value);
        }
    }

    private void big(BigInteger value) {
        if (value.bitLength() < 64) {
            whole(value.longValue());
            return;
        }
        boolean negative = value.signum() < 0;
        head(CborLexer.TAG, negative ? TAG_NEGATIVE_BIGNUM : TAG_POSITIVE_BIGNUM);
        byte[] magnitude = (negative ? value.negate().subtract(BigInteger.ONE) : value).toByteArray();
        int sign = magnitude[0] == 0 ? 1 : 0;
        byte[] shortest = Arrays.copyOfRange(magnitude, sign, magnitude.length);
        head(CborLexer.BYTES, shortest.length);
        put(shortest);
    }

    private void decimal(BigDecimal value) {
        head(CborLexer.TAG, TAG_DECIMAL);
        head(CborLexer.ARRAY, 2);
        whole(-(long) value.scale());
        big(value.unscaledValue());
    }

    private void real(double value) {
        put(DOUBLE);
        bigEndian(Double.doubleToLongBits(value), 8);
    }

    private void single(float value) {
        put(SINGLE);
        bigEndian(Float.floatToIntBits(value) & 0xffff_ffffL, 4);
    }

    private void timestamp(Instant value) {
        head(CborLexer.TAG, TAG_EPOCH);
        if (millis) {
            whole(value.toEpochMilli());
        } else if (value.getNano() < 1_000_000) {
            whole(value.getEpochSecond());
        } else {
            real(value.toEpochMilli() / 1000.0);
        }
    }

    /// An open map, for what has more to say than its members.
    void open() {
        put(OPEN_MAP);
    }

    void close() {
        put(BREAK);
    }

    void structure(Struct value, List<Member> members) {
        int start = n;
        boolean counted = members.size() <= COUNTED;
        put(OPEN_MAP);
        int count = 0;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Object x = Defaults.orDefault(member, value.at(member.index()));
            if (x != null) {
                member(member, x);
                count++;
            }
        }
        if (counted) {
            b[start] = (byte) (CborLexer.MAP << 5 | count);
        } else {
            close();
        }
    }

    void member(Member member, Object value) {
        text(member.name());
        value(member.target(), value);
    }

    void value(Shape shape, @Nullable Object value) {
        if (value == null) {
            put(NULL);
            return;
        }
        switch (shape.kind()) {
            case STRUCTURE -> structure((Struct) value, shape.members());
            case UNION -> {
                Variant variant = (Variant) value;
                head(CborLexer.MAP, 1);
                member(shape.members().get(variant.tag()), variant.value());
            }
            case STRING, ENUM -> text((String) value);
            case MAP -> map(shape, (Map<?, ?>) value);
            case LIST -> {
                List<?> list = (List<?>) value;
                Shape target = shape.element().target();
                head(CborLexer.ARRAY, list.size());
                for (Object x : list) {
                    value(target, x);
                }
            }
            case BLOB -> {
                byte[] bytes = (byte[]) value;
                head(CborLexer.BYTES, bytes.length);
                put(bytes);
            }
            case TIMESTAMP -> timestamp((Instant) value);
            case BOOLEAN, BYTE, SHORT, INTEGER, LONG, FLOAT, DOUBLE, BIG_INTEGER, BIG_DECIMAL, INT_ENUM, DOCUMENT ->
                any(value);
        }
    }

    private void map(Shape shape, Map<?, ?> map) {
        Shape target = shape.mapValue().target();
        head(CborLexer.MAP, map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            text((String) entry.getKey());
            value(target, entry.getValue());
        }
    }

    /// A value without a schema.
    void any(@Nullable Object value) {
        switch (value) {
            case null -> put(NULL);
            case String text -> text(text);
            case Boolean flag -> put(flag ? TRUE : FALSE);
            case Double number -> real(number);
            case Float number -> single(number);
            case BigInteger number -> big(number);
            case BigDecimal number -> decimal(number);
            case Number number -> whole(number.longValue());
            case byte[] bytes -> {
                head(CborLexer.BYTES, bytes.length);
                put(bytes);
            }
            case Map<?, ?> map -> {
                head(CborLexer.MAP, map.size());
                map.forEach((key, x) -> {
                    text(String.valueOf(key));
                    any(x);
                });
            }
            case List<?> list -> {
                head(CborLexer.ARRAY, list.size());
                list.forEach(this::any);
            }
            default -> text(value.toString());
        }
    }
}
