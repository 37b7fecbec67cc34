package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes JSON into bytes. One thread, one document.
final class JsonWriter {
    private static final boolean[] ESCAPED = escaped();
    private static final String HEX = "0123456789abcdef";

    private byte[] b;
    private int n;
    private final boolean jsonNames;

    JsonWriter(int capacity, boolean jsonNames) {
        b = new byte[capacity];
        this.jsonNames = jsonNames;
    }

    private static boolean[] escaped() {
        boolean[] set = new boolean[128];
        Arrays.fill(set, 0, 32, true);
        set['"'] = true;
        set['\\'] = true;
        return set;
    }

    byte[] bytes() {
        return Arrays.copyOf(b, n);
    }

    private void room(int more) {
        if (b.length - n < more) {
            b = Arrays.copyOf(b, Math.max(b.length * 2, n + more));
        }
    }

    void put(char ascii) {
        room(1);
        b[n++] = (byte) ascii;
    }

    /// Text that is ASCII and needs no quotes or escapes.
    void raw(String ascii) {
        int length = ascii.length();
        room(length);
        for (int i = 0; i < length; i++) {
            b[n++] = (byte) ascii.charAt(i);
        }
    }

    private void raw(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, b, n, bytes.length);
        n += bytes.length;
    }

    void string(@Nullable String text) {
        if (text == null) {
            raw("null");
            return;
        }
        int length = text.length();
        room(length + 2);
        byte[] bytes = b;
        int at = n;
        bytes[at++] = '"';
        int i = 0;
        for (; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 128 || ESCAPED[c]) {
                break;
            }
            bytes[at++] = (byte) c;
        }
        n = at;
        if (i < length) {
            restOfString(text, i);
        }
        put('"');
    }

    private void restOfString(String text, int from) {
        int length = text.length();
        for (int i = from; i < length; i++) {
            char c = text.charAt(i);
            room(6);
            if (c < 128) {
                if (ESCAPED[c]) {
                    escape(c);
                } else {
                    b[n++] = (byte) c;
                }
            } else if (c < 0x800) {
                b[n++] = (byte) (0xc0 | c >> 6);
                b[n++] = (byte) (0x80 | (c & 0x3f));
            } else if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                int point = Character.toCodePoint(c, text.charAt(++i));
                b[n++] = (byte) (0xf0 | point >> 18);
                b[n++] = (byte) (0x80 | (point >> 12 & 0x3f));
                b[n++] = (byte) (0x80 | (point >> 6 & 0x3f));
                b[n++] = (byte) (0x80 | (point & 0x3f));
            } else {
                // Half a pair cannot be written in UTF-8.
                char whole = Character.isSurrogate(c) ? '\ufffd' : c;
                b[n++] = (byte) (0xe0 | whole >> 12);
                b[n++] = (byte) (0x80 | (whole >> 6 & 0x3f));
                b[n++] = (byte) (0x80 | (whole & 0x3f));
            }
        }
    }

    private void escape(char c) {
        b[n++] = '\\';
        switch (c) {
            case '"', '\\' -> b[n++] = (byte) c;
            case '\n' -> b[n++] = 'n';
            case '\r' -> b[n++] = 'r';
            case '\t' -> b[n++] = 't';
            case '\b' -> b[n++] = 'b';
            case '\f' -> b[n++] = 'f';
            default -> {
                b[n++] = 'u';
                b[n++] = '0';
                b[n++] = '0';
                b[n++] = (byte) HEX.charAt(c >> 4);
                b[n++] = (byte) HEX.charAt(c & 15);
            }
        }
    }

    void structure(Struct value, List<Member> members) {
        put('{');
        boolean first = true;
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Object x = Defaults.orDefault(member, value.at(member.index()));
            if (x == null) {
                continue;
            }
            if (!first) {
                put(',');
            }
            first = false;
            member(member, x);
        }
        put('}');
    }

    void member(Member member, Object value) {
        raw(jsonNames ? member.jsonKey() : member.nameKey());
        value(member.target(), member, value);
    }

    void value(Shape shape, Facet facet, @Nullable Object value) {
        if (value == null) {
            raw("null");
            return;
        }
        switch (shape.kind()) {
            case STRUCTURE -> structure((Struct) value, shape.members());
            case UNION -> {
                Variant variant = (Variant) value;
                put('{');
                member(shape.members().get(variant.tag()), variant.value());
                put('}');
            }
            case STRING, ENUM -> string((String) value);
            case MAP -> map(shape.mapValue(), (Map<?, ?>) value);
            case LIST -> list(shape.element(), (List<?>) value);
            case FLOAT, DOUBLE -> real((Number) value);
            case BLOB -> {
                put('"');
                raw(Base64.getEncoder().encode((byte[]) value));
                put('"');
            }
            case TIMESTAMP -> timestamp((Instant) value, facet.timestampFormat());
            case DOCUMENT -> any(value);
            case BOOLEAN, BYTE, SHORT, INTEGER, LONG, BIG_INTEGER, BIG_DECIMAL, INT_ENUM -> raw(value.toString());
        }
    }

    private void map(Member member, Map<?, ?> map) {
        Shape target = member.target();
        put('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                put(',');
            }
            first = false;
            string((String) entry.getKey());
            put(':');
            value(target, member, entry.getValue());
        }
        put('}');
    }

    private void list(Member member, List<?> list) {
        Shape target = member.target();
        put('[');
        for (int i = 0; i < list.size(); i++) {
            if (i > 0) {
                put(',');
            }
            value(target, member, list.get(i));
        }
        put(']');
    }

    private void timestamp(Instant value, @Nullable TimestampFormat format) {
        if (format == null || format == TimestampFormat.EPOCH_SECONDS) {
            raw(Times.epochSeconds(value));
        } else {
            string(Times.format(value, format));
        }
    }

    private void real(Number value) {
        double d = value.doubleValue();
        if (Double.isNaN(d)) {
            raw("\"NaN\"");
        } else if (Double.isInfinite(d)) {
            raw(d > 0 ? "\"Infinity\"" : "\"-Infinity\"");
        } else {
            raw(value.toString());
        }
    }

    /// A value without a schema.
    void any(@Nullable Object value) {
        switch (value) {
            case null -> raw("null");
            case String s -> string(s);
            case Map<?, ?> map -> anyMap(map);
            case Iterable<?> list -> anyList(list);
            case Double d -> real(d);
            case Float f -> real(f);
            case Number number -> raw(number.toString());
            case Boolean flag -> raw(flag.toString());
            case byte[] bytes -> string(Base64.getEncoder().encodeToString(bytes));
            default -> string(value.toString());
        }
    }

    private void anyMap(Map<?, ?> map) {
        put('{');
        boolean first = true;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (!first) {
                put(',');
            }
            first = false;
            string(String.valueOf(entry.getKey()));
            put(':');
            any(entry.getValue());
        }
        put('}');
    }

    private void anyList(Iterable<?> list) {
        put('[');
        boolean first = true;
        for (Object element : list) {
            if (!first) {
                put(',');
            }
            first = false;
            any(element);
        }
        put(']');
    }

    @Override
    public String toString() {
        return new String(b, 0, n, StandardCharsets.UTF_8);
    }
}
