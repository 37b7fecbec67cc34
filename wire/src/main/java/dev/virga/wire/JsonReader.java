package dev.virga.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the values of a schema from JSON: straight into typed structures, without a tree and
/// without a String for the names of members. One thread, one document.
final class JsonReader extends JsonLexer {
    private final boolean jsonNames;
    private final UnknownMembers unknown;

    /// @param jsonNames whether the jsonName trait counts: restJson1, not awsJson
    JsonReader(byte[] bytes, boolean jsonNames, UnknownMembers unknown) {
        super(bytes, 0, bytes.length);
        this.jsonNames = jsonNames;
        this.unknown = unknown;
    }

    /// The whole document as a value of this shape.
    @Nullable
    Object root(Shape shape) {
        Object value = value(shape, shape);
        nothingFollows();
        return value;
    }

    private @Nullable Object value(Shape shape, Facet facet) {
        int c = token();
        if (c == 'n') {
            literal("null");
            return null;
        }
        return switch (shape.kind()) {
            case STRUCTURE -> structure(shape, c);
            case UNION -> union(shape, c);
            case STRING, ENUM -> text(c);
            case MAP -> map(shape, c);
            case LIST -> list(shape, c);
            case BOOLEAN -> bool(c);
            case BYTE -> (byte) integer(c, Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> (short) integer(c, Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER, INT_ENUM -> (int) integer(c, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> integer(c, Long.MIN_VALUE, Long.MAX_VALUE);
            case FLOAT -> (float) real(c);
            case DOUBLE -> real(c);
            case BIG_INTEGER -> bigInteger(c);
            case BIG_DECIMAL -> numeric(c);
            case BLOB -> blob(c);
            case TIMESTAMP -> timestamp(c, facet.timestampFormat());
            case DOCUMENT -> any(c);
        };
    }

    private void expect(int c, char wanted, String what) {
        if (c != wanted) {
            throw fail("Expected " + what);
        }
    }

    private String text(int c) {
        expect(c, '"', "a string");
        return string();
    }

    private Boolean bool(int c) {
        if (c == 't') {
            literal("true");
            return Boolean.TRUE;
        }
        expect(c, 'f', "a boolean");
        literal("false");
        return Boolean.FALSE;
    }

    private Object structure(Shape shape, int c) {
        expect(c, '{', "a structure");
        enter();
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        if (!empty('}')) {
            do {
                member(shape, values);
            } while (!ends('}'));
        }
        if (shape.hasDefaults()) {
            Defaults.fill(shape, values);
        }
        return shape.model().types().struct(shape.id(), values);
    }

    private void member(Shape shape, @Nullable Object[] values) {
        expect(token(), '"', "a member name");
        int start = p;
        int index = key(shape);
        int stop = p;
        colon();
        if (index < 0) {
            skipUnknown(shape, start, stop);
            return;
        }
        Member member = shape.members().get(index);
        Object value = value(member.target(), member);
        if (value != null) {
            values[index] = value;
        }
    }

    /// Clients of other versions send `__type`, which says nothing new.
    private boolean skipUnknown(Shape shape, int start, int stop) {
        String name = new String(b, start + 1, stop - start - 2, StandardCharsets.UTF_8);
        int c = token();
        any(c);
        if (name.equals("__type")) {
            return false;
        }
        unknown.add(shape, name);
        return c != 'n';
    }

    private Object union(Shape shape, int c) {
        expect(c, '{', "a union");
        enter();
        int tag = -1;
        Object value = null;
        boolean strange = false;
        if (!empty('}')) {
            do {
                expect(token(), '"', "a member name");
                int start = p;
                int index = key(shape);
                int stop = p;
                colon();
                if (index < 0) {
                    strange |= skipUnknown(shape, start, stop);
                    continue;
                }
                Member member = shape.members().get(index);
                Object next = value(member.target(), member);
                if (next != null) {
                    if (value != null) {
                        throw fail("Union " + shape.name() + " has more than one member set");
                    }
                    value = next;
                    tag = index;
                }
            } while (!ends('}'));
        }
        if (value == null || strange) {
            throw fail("Union " + shape.name() + " has no known member set");
        }
        return shape.model().types().union(shape.id(), tag, value);
    }

    /// Index of the member whose name is next, or -1.
    private int key(Shape shape) {
        NameTable names = jsonNames ? shape.jsonNames() : shape.memberNames();
        byte[] bytes = b;
        int start = p + 1;
        for (int q = start; q < end; q++) {
            byte c = bytes[q];
            if (c == '"') {
                p = q + 1;
                return names.find(bytes, start, q - start);
            }
            if (c == '\\') {
                break;
            }
        }
        byte[] key = string().getBytes(StandardCharsets.UTF_8);
        return names.find(key, 0, key.length);
    }

    private Map<String, @Nullable Object> map(Shape shape, int c) {
        expect(c, '{', "a map");
        enter();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        if (empty('}')) {
            return map;
        }
        Member member = shape.mapValue();
        Shape target = member.target();
        do {
            expect(token(), '"', "a key in quotes");
            String key = string();
            colon();
            Object value = value(target, member);
            if (value == null && !shape.sparse()) {
                throw fail("A map must not hold null");
            }
            map.put(key, value);
        } while (!ends('}'));
        return map;
    }

    private List<@Nullable Object> list(Shape shape, int c) {
        expect(c, '[', "a list");
        enter();
        List<@Nullable Object> list = new ArrayList<>();
        if (empty(']')) {
            return list;
        }
        Member member = shape.element();
        Shape target = member.target();
        do {
            Object value = value(target, member);
            if (value == null && !shape.sparse()) {
                throw fail("A list must not hold null");
            }
            list.add(value);
        } while (!ends(']'));
        return list;
    }

    private long integer(int c, long min, long max) {
        int start = p;
        boolean negative = c == '-';
        if (negative) {
            p++;
        }
        int first = p;
        long value = 0;
        while (p < end && b[p] >= '0' && b[p] <= '9' && p - first < 18) {
            value = value * 10 + (b[p++] - '0');
        }
        int digits = p - first;
        boolean plain = p == end || (b[p] != '.' && b[p] != 'e' && b[p] != 'E' && (b[p] < '0' || b[p] > '9'));
        if (digits == 0 || !plain || (digits > 1 && b[first] == '0')) {
            p = start;
            return exactInteger(c, min, max);
        }
        return inRange(negative ? -value : value, min, max);
    }

    /// `1.0` and `1e2` are integers too.
    private long exactInteger(int c, long min, long max) {
        try {
            return inRange(numeric(c).longValueExact(), min, max);
        } catch (ArithmeticException e) {
            throw fail("Expected an integer");
        }
    }

    private long inRange(long value, long min, long max) {
        if (value < min || value > max) {
            throw fail("The number " + value + " is out of range");
        }
        return value;
    }

    private BigDecimal numeric(int c) {
        if (c != '-' && (c < '0' || c > '9')) {
            throw fail("Expected a number");
        }
        return decimal(c);
    }

    private Object bigInteger(int c) {
        try {
            return numeric(c).toBigIntegerExact();
        } catch (ArithmeticException e) {
            throw fail("Expected an integer");
        }
    }

    private double real(int c) {
        if (c == '"') {
            return switch (string()) {
                case "NaN" -> Double.NaN;
                case "Infinity" -> Double.POSITIVE_INFINITY;
                case "-Infinity" -> Double.NEGATIVE_INFINITY;
                default -> throw fail("Expected a number");
            };
        }
        if (c != '-' && (c < '0' || c > '9')) {
            throw fail("Expected a number");
        }
        return Double.parseDouble(number(c));
    }

    private byte[] blob(int c) {
        expect(c, '"', "a string in base64");
        int start = p + 1;
        int q = start;
        while (q < end && b[q] != '"' && b[q] != '\\') {
            q++;
        }
        byte[] encoded;
        if (q < end && b[q] == '"') {
            encoded = Arrays.copyOfRange(b, start, q);
            p = q + 1;
        } else {
            encoded = string().getBytes(StandardCharsets.ISO_8859_1);
        }
        try {
            if (encoded.length % 4 == 0) {
                return Base64.getDecoder().decode(encoded);
            }
        } catch (IllegalArgumentException e) {
            // Answered below.
        }
        throw fail("Expected a string in base64");
    }

    private Instant timestamp(int c, @Nullable TimestampFormat format) {
        if (format == null || format == TimestampFormat.EPOCH_SECONDS) {
            return Times.epochSeconds(numeric(c));
        }
        expect(c, '"', "a timestamp in a string");
        return Times.parse(string(), format);
    }
}
