package dev.virga.wire;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the values of a schema from CBOR: bodies of rpcv2Cbor, and those that older clients of
/// Kinesis send with `X-Amz-Target`. One thread, one document.
final class CborReader extends CborLexer {
    private static final int TAG_DATE_TIME = 0;
    private static final int TAG_EPOCH = 1;

    private final boolean millis;
    private final UnknownMembers unknown;

    /// @param millis whether timestamps count milliseconds, as in `application/x-amz-cbor-1.1`
    CborReader(byte[] bytes, boolean millis, UnknownMembers unknown) {
        super(bytes);
        this.millis = millis;
        this.unknown = unknown;
    }

    /// The whole document as a value of this shape.
    @Nullable
    Object root(Shape shape) {
        Object value = value(shape);
        nothingFollows();
        return value;
    }

    private @Nullable Object value(Shape shape) {
        head();
        if (isNull()) {
            return null;
        }
        return switch (shape.kind()) {
            case STRUCTURE -> structure(shape);
            case UNION -> union(shape);
            case STRING, ENUM -> text();
            case MAP -> map(shape);
            case LIST -> list(shape);
            case BOOLEAN -> bool();
            case BYTE -> (byte) integer(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SHORT -> (short) integer(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER, INT_ENUM -> (int) integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case LONG -> whole();
            case FLOAT -> number().floatValue();
            case DOUBLE -> number().doubleValue();
            case BIG_INTEGER -> exact(number()).toBigInteger();
            case BIG_DECIMAL -> exact(number());
            case BLOB -> blob();
            case TIMESTAMP -> timestamp();
            case DOCUMENT -> any();
        };
    }

    private Boolean bool() {
        if (major != SIMPLE || (info != TRUE && info != FALSE)) {
            throw fail("Expected a boolean");
        }
        return info == TRUE;
    }

    private long integer(long min, long max) {
        long value = whole();
        if (value < min || value > max) {
            throw fail("The number " + value + " is out of range");
        }
        return value;
    }

    private Instant timestamp() {
        if (major == TAG) {
            long tag = argument;
            head();
            if (tag == TAG_DATE_TIME) {
                return Times.parse(text(), TimestampFormat.DATE_TIME);
            }
            if (tag != TAG_EPOCH) {
                throw fail("Expected a timestamp");
            }
        }
        BigDecimal value = exact(number());
        try {
            return millis ? Instant.ofEpochMilli(value.toBigInteger().longValueExact()) : Times.epochSeconds(value);
        } catch (DateTimeException | ArithmeticException e) {
            throw fail("A timestamp is out of range");
        }
    }

    private long enterMap(String what) {
        if (major != MAP) {
            throw fail("Expected " + what);
        }
        return enter();
    }

    private Object structure(Shape shape) {
        long length = enterMap("a structure");
        @Nullable Object[] values = new @Nullable Object[shape.members().size()];
        for (int i = 0; more(length, i); i++) {
            int index = key(shape);
            if (index >= 0) {
                Object value = value(shape.members().get(index).target());
                if (value != null) {
                    values[index] = value;
                }
            }
        }
        if (shape.hasDefaults()) {
            Defaults.fill(shape, values);
        }
        return shape.model().types().struct(shape.id(), values);
    }

    private Object union(Shape shape) {
        long length = enterMap("a union");
        int tag = -1;
        Object found = null;
        for (int i = 0; more(length, i); i++) {
            int index = key(shape);
            Object value = index < 0 ? null : value(shape.members().get(index).target());
            if (value != null) {
                if (found != null) {
                    throw fail("Union " + shape.name() + " has more than one member set");
                }
                found = value;
                tag = index;
            }
        }
        if (found == null) {
            throw fail("Union " + shape.name() + " has no known member set");
        }
        return shape.model().types().union(shape.id(), tag, found);
    }

    /// Index of the member whose name is next, or -1 when there is none, whose value is skipped.
    private int key(Shape shape) {
        head();
        int start = p;
        int index;
        String name = null;
        if (major == TEXT && argument >= 0 && argument <= b.length - p) {
            p += (int) argument;
            index = shape.memberNames().find(b, start, p - start);
        } else {
            name = text();
            byte[] key = name.getBytes(StandardCharsets.UTF_8);
            index = shape.memberNames().find(key, 0, key.length);
        }
        if (index < 0) {
            String strange = name == null ? new String(b, start, p - start, StandardCharsets.UTF_8) : name;
            head();
            boolean absent = isNull();
            any();
            if (!absent && !strange.equals("__type")) {
                unknown.add(shape, strange);
            }
        }
        return index;
    }

    private Map<String, @Nullable Object> map(Shape shape) {
        long length = enterMap("a map");
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        Shape target = shape.mapValue().target();
        for (int i = 0; more(length, i); i++) {
            head();
            String key = text();
            Object value = value(target);
            if (value == null && !shape.sparse()) {
                throw fail("A map must not hold null");
            }
            map.put(key, value);
        }
        return map;
    }

    private List<@Nullable Object> list(Shape shape) {
        if (major != ARRAY) {
            throw fail("Expected a list");
        }
        long length = enter();
        List<@Nullable Object> list = new ArrayList<>();
        Shape target = shape.element().target();
        while (more(length, list.size())) {
            Object value = value(target);
            if (value == null && !shape.sparse()) {
                throw fail("A list must not hold null");
            }
            list.add(value);
        }
        return list;
    }
}
