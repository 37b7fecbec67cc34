package dev.virga.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads CBOR (RFC 8949) items and values without a schema from bytes. One thread, one document.
class CborLexer {
    /// Nesting beyond this is an attack.
    static final int MAX_DEPTH = Json.MAX_DEPTH;

    /// Bytes of one bignum: a decimal conversion takes time that grows with the square.
    static final int MAX_BIGNUM_BYTES = 256;

    static final int UNSIGNED = 0;
    static final int NEGATIVE = 1;
    static final int BYTES = 2;
    static final int TEXT = 3;
    static final int ARRAY = 4;
    static final int MAP = 5;
    static final int TAG = 6;
    static final int SIMPLE = 7;

    static final int FALSE = 20;
    static final int TRUE = 21;
    static final int NULL = 22;
    static final int UNDEFINED = 23;
    private static final int HALF = 25;
    private static final int SINGLE = 26;
    private static final int DOUBLE = 27;
    private static final int OPEN = 31;
    private static final int BREAK = 0xff;

    private static final int TAG_POSITIVE_BIGNUM = 2;
    private static final int TAG_NEGATIVE_BIGNUM = 3;
    private static final int TAG_DECIMAL = 4;

    final byte[] b;
    int p;
    private int depth;

    /// Of the item whose head was read last.
    int major;
    /// The low five bits of its first byte; of a simple value what it is.
    int info;
    /// Its number, length or tag; -1 for a length that is not given.
    long argument;

    CborLexer(byte[] bytes) {
        b = bytes;
    }

    static AwsException fail(String message) {
        return WireErrors.serialization(message);
    }

    final @Nullable Object document() {
        head();
        Object value = any();
        nothingFollows();
        return value;
    }

    final void nothingFollows() {
        if (p != b.length) {
            throw fail("Unexpected content after the end of the CBOR value");
        }
    }

    private int next() {
        if (p >= b.length) {
            throw fail("Unexpected end of CBOR");
        }
        return b[p++] & 0xff;
    }

    private long bigEndian(int count) {
        if (b.length - p < count) {
            throw fail("Unexpected end of CBOR");
        }
        long value = 0;
        for (int i = 0; i < count; i++) {
            value = value << 8 | (b[p++] & 0xff);
        }
        return value;
    }

    /// Reads what an item starts with.
    final void head() {
        int first = next();
        major = first >> 5;
        info = first & 31;
        if (info < 24) {
            argument = info;
        } else if (info <= DOUBLE) {
            argument = bigEndian(1 << (info - 24));
            if (argument < 0 && major >= BYTES && major < SIMPLE) {
                throw fail("A CBOR length is out of range");
            }
        } else if (info == OPEN && major >= BYTES && major <= MAP) {
            argument = -1;
        } else {
            throw fail("Malformed CBOR");
        }
    }

    /// Whether the item whose head was read says that there is no value.
    final boolean isNull() {
        return major == SIMPLE && (info == NULL || info == UNDEFINED);
    }

    /// Enters an array or map whose head was read; answers its length.
    final long enter() {
        if (++depth > MAX_DEPTH) {
            throw fail("CBOR is nested deeper than " + MAX_DEPTH + " levels");
        }
        if (argument > b.length - p) {
            // Each element has a byte at least.
            throw fail("Unexpected end of CBOR");
        }
        return argument;
    }

    /// @param length of the array or map, -1 when it is not given
    /// @param read elements so far
    final boolean more(long length, int read) {
        boolean more = length >= 0 ? read < length : !ends();
        if (!more) {
            depth--;
        }
        return more;
    }

    /// True at the end of what has no length; the mark is consumed.
    private boolean ends() {
        if (p < b.length && (b[p] & 0xff) == BREAK) {
            p++;
            return true;
        }
        return false;
    }

    private int here(long length) {
        if (length > b.length - p) {
            throw fail("Unexpected end of CBOR");
        }
        int start = p;
        p += (int) length;
        return start;
    }

    /// The text whose head was read.
    final String text() {
        if (major != TEXT) {
            throw fail("Expected a string");
        }
        if (argument >= 0) {
            int start = here(argument);
            return new String(b, start, p - start, StandardCharsets.UTF_8);
        }
        return new String(chunks(TEXT), StandardCharsets.UTF_8);
    }

    /// The bytes whose head was read.
    final byte[] blob() {
        if (major != BYTES) {
            throw fail("Expected bytes");
        }
        if (argument >= 0) {
            int start = here(argument);
            return Arrays.copyOfRange(b, start, p);
        }
        return chunks(BYTES);
    }

    private byte[] chunks(int kind) {
        List<byte[]> parts = new ArrayList<>();
        int total = 0;
        while (!ends()) {
            head();
            if (major != kind || argument < 0) {
                throw fail("Malformed CBOR");
            }
            int start = here(argument);
            parts.add(Arrays.copyOfRange(b, start, p));
            total += p - start;
        }
        byte[] all = new byte[total];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }

    /// The whole number whose head was read.
    final long whole() {
        if (major > NEGATIVE) {
            Number value = number();
            try {
                return exact(value).longValueExact();
            } catch (ArithmeticException e) {
                throw fail("Expected an integer");
            }
        }
        if (argument < 0) {
            throw fail("A number is out of range");
        }
        return major == UNSIGNED ? argument : -1 - argument;
    }

    /// The number of any type whose head was read: Long, BigInteger, BigDecimal, Float or Double.
    final Number number() {
        return switch (major) {
            case UNSIGNED, NEGATIVE -> {
                if (argument >= 0) {
                    yield major == UNSIGNED ? argument : -1 - argument;
                }
                BigInteger value = new BigInteger(Long.toUnsignedString(argument));
                yield major == UNSIGNED ? value : BigInteger.ONE.negate().subtract(value);
            }
            case TAG -> tagged((int) Math.min(argument, Integer.MAX_VALUE));
            case SIMPLE ->
                switch (info) {
                    case HALF -> half((int) argument);
                    case SINGLE -> Float.intBitsToFloat((int) argument);
                    case DOUBLE -> Double.longBitsToDouble(argument);
                    default -> throw fail("Expected a number");
                };
            default -> throw fail("Expected a number");
        };
    }

    private static Float half(int bits) {
        return Float.float16ToFloat((short) bits);
    }

    private Number tagged(int tag) {
        if (tag == TAG_POSITIVE_BIGNUM || tag == TAG_NEGATIVE_BIGNUM) {
            head();
            byte[] magnitude = blob();
            if (magnitude.length > MAX_BIGNUM_BYTES) {
                throw fail("A number has more than " + MAX_BIGNUM_BYTES + " bytes");
            }
            BigInteger value = new BigInteger(1, magnitude);
            return tag == TAG_POSITIVE_BIGNUM ? value : BigInteger.ONE.negate().subtract(value);
        }
        if (tag == TAG_DECIMAL) {
            head();
            if (major != ARRAY || argument != 2) {
                throw fail("Malformed CBOR");
            }
            head();
            long exponent = whole();
            if (exponent > Json.MAX_NUMBER_SCALE || exponent < -Json.MAX_NUMBER_SCALE) {
                throw fail("A number is out of range");
            }
            head();
            if (major == TAG && argument == TAG_DECIMAL) {
                throw fail("Malformed CBOR");
            }
            return new BigDecimal(exact(number()).toBigInteger(), (int) -exponent);
        }
        throw fail("Expected a number");
    }

    /// The same number, when it is one.
    static BigDecimal exact(Number value) {
        return switch (value) {
            case BigDecimal decimal -> decimal;
            case BigInteger whole -> new BigDecimal(whole);
            case Long whole -> BigDecimal.valueOf(whole);
            default -> {
                double real = value.doubleValue();
                if (Double.isNaN(real) || Double.isInfinite(real)) {
                    throw fail("Expected a finite number");
                }
                yield BigDecimal.valueOf(real);
            }
        };
    }

    /// The value of any kind whose head was read, in the types of [Json], with bytes as an array.
    final @Nullable Object any() {
        return switch (major) {
            case UNSIGNED, NEGATIVE -> number();
            case BYTES -> blob();
            case TEXT -> text();
            case ARRAY -> anyList();
            case MAP -> anyMap();
            case TAG -> anyTagged();
            default ->
                switch (info) {
                    case FALSE -> false;
                    case TRUE -> true;
                    case NULL, UNDEFINED -> null;
                    default -> number();
                };
        };
    }

    private @Nullable Object anyTagged() {
        long tag = argument;
        if (tag >= TAG_POSITIVE_BIGNUM && tag <= TAG_DECIMAL) {
            return number();
        }
        if (++depth > MAX_DEPTH) {
            throw fail("CBOR is nested deeper than " + MAX_DEPTH + " levels");
        }
        head();
        Object value = any();
        depth--;
        return value;
    }

    private List<@Nullable Object> anyList() {
        long length = enter();
        List<@Nullable Object> list = new ArrayList<>();
        while (more(length, list.size())) {
            head();
            list.add(any());
        }
        return list;
    }

    private Map<String, @Nullable Object> anyMap() {
        long length = enter();
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; more(length, i); i++) {
            head();
            String key = text();
            head();
            map.put(key, any());
        }
        return map;
    }
}
