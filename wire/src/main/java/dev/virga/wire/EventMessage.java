package dev.virga.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// One message of `application/vnd.amazon.eventstream`:
///
///     length(4) length of the headers(4) CRC-32 of these(4)
///     headers   { length of the name(1) name  type(1) value }
///     payload
///     CRC-32 of all before(4)
///
/// @param headers by name, in order: Boolean, Byte, Short, Integer, Long, byte[], String, Instant
///     or UUID. The ten types of the format, of which two are true and false
/// @param payload given away
public record EventMessage(Map<String, Object> headers, byte[] payload) {
    public static final String CONTENT_TYPE = "application/vnd.amazon.eventstream";

    public static final int MAX_MESSAGE_BYTES = 16 << 20;
    public static final int MAX_HEADER_BYTES = 128 << 10;

    /// Bytes around headers and payload.
    static final int OVERHEAD = 16;

    private static final int PRELUDE = 12;

    private static final int TRUE = 0;
    private static final int FALSE = 1;
    private static final int BYTE = 2;
    private static final int SHORT = 3;
    private static final int INTEGER = 4;
    private static final int LONG = 5;
    private static final int BYTES = 6;
    private static final int STRING = 7;
    private static final int TIMESTAMP = 8;
    private static final int ID = 9;

    /// The value of a header that is text, or null when it is absent or of another type.
    @Nullable
    String text(String header) {
        return headers.get(header) instanceof String text ? text : null;
    }

    /// The whole message.
    ///
    /// @throws IllegalArgumentException when it is larger than the format allows
    public byte[] bytes() {
        byte[] head = headerBytes(headers);
        int total = OVERHEAD + head.length + payload.length;
        if (head.length > MAX_HEADER_BYTES || total > MAX_MESSAGE_BYTES) {
            throw new IllegalArgumentException("an event of " + total + " bytes is too large");
        }
        ByteBuffer out = ByteBuffer.allocate(total);
        out.putInt(total).putInt(head.length);
        out.putInt(crc(out.array(), 8));
        out.put(head).put(payload);
        out.putInt(crc(out.array(), total - 4));
        return out.array();
    }

    private static int crc(byte[] bytes, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }

    /// Headers alone, as signatures cover them.
    static byte[] headerBytes(Map<String, Object> headers) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(128);
        headers.forEach((name, value) -> {
            byte[] utf8 = name.getBytes(StandardCharsets.UTF_8);
            if (utf8.length == 0 || utf8.length > 255) {
                throw new IllegalArgumentException("a header's name has 1 to 255 bytes");
            }
            out.write(utf8.length);
            out.writeBytes(utf8);
            write(out, value);
        });
        return out.toByteArray();
    }

    private static void write(ByteArrayOutputStream out, Object value) {
        switch (value) {
            case Boolean flag -> out.write(flag ? TRUE : FALSE);
            case Byte number -> bigEndian(out, BYTE, number, 1);
            case Short number -> bigEndian(out, SHORT, number, 2);
            case Integer number -> bigEndian(out, INTEGER, number, 4);
            case Long number -> bigEndian(out, LONG, number, 8);
            case byte[] bytes -> sized(out, BYTES, bytes);
            case String text -> sized(out, STRING, text.getBytes(StandardCharsets.UTF_8));
            case Instant time -> bigEndian(out, TIMESTAMP, time.toEpochMilli(), 8);
            case UUID id -> {
                bigEndian(out, ID, id.getMostSignificantBits(), 8);
                out.writeBytes(ByteBuffer.allocate(8)
                        .putLong(id.getLeastSignificantBits())
                        .array());
            }
            default ->
                throw new IllegalArgumentException(
                        "no header holds a " + value.getClass().getSimpleName());
        }
    }

    private static void bigEndian(ByteArrayOutputStream out, int type, long value, int count) {
        out.write(type);
        for (int shift = (count - 1) * 8; shift >= 0; shift -= 8) {
            out.write((int) (value >>> shift));
        }
    }

    private static void sized(ByteArrayOutputStream out, int type, byte[] bytes) {
        if (bytes.length > Short.MAX_VALUE) {
            throw new IllegalArgumentException("a header's value has at most " + Short.MAX_VALUE + " bytes");
        }
        bigEndian(out, type, bytes.length, 2);
        out.writeBytes(bytes);
    }

    /// The next message of a stream, or null at its end.
    ///
    /// @throws AwsException when it is no message
    public static @Nullable EventMessage read(InputStream in) throws IOException {
        byte[] prelude = in.readNBytes(PRELUDE);
        if (prelude.length == 0) {
            return null;
        }
        if (prelude.length < PRELUDE) {
            throw malformed("it ends early");
        }
        ByteBuffer start = ByteBuffer.wrap(prelude);
        int total = start.getInt();
        int headerLength = start.getInt();
        if (start.getInt() != crc(prelude, 8)) {
            throw malformed("the checksum of its prelude is wrong");
        }
        if (total < OVERHEAD || total > MAX_MESSAGE_BYTES) {
            throw malformed("its length is out of range");
        }
        if (headerLength < 0 || headerLength > MAX_HEADER_BYTES || headerLength > total - OVERHEAD) {
            throw malformed("the length of its headers is out of range");
        }
        byte[] rest = in.readNBytes(total - PRELUDE);
        if (rest.length < total - PRELUDE) {
            throw malformed("it ends early");
        }
        CRC32 crc = new CRC32();
        crc.update(prelude);
        crc.update(rest, 0, rest.length - 4);
        if (ByteBuffer.wrap(rest).getInt(rest.length - 4) != (int) crc.getValue()) {
            throw malformed("its checksum is wrong");
        }
        byte[] payload = new byte[rest.length - 4 - headerLength];
        System.arraycopy(rest, headerLength, payload, 0, payload.length);
        return new EventMessage(headers(ByteBuffer.wrap(rest, 0, headerLength)), payload);
    }

    private static Map<String, Object> headers(ByteBuffer in) {
        Map<String, Object> headers = new LinkedHashMap<>();
        while (in.hasRemaining()) {
            String name = new String(take(in, in.get() & 0xff), StandardCharsets.UTF_8);
            if (name.isEmpty() || headers.put(name, value(in)) != null) {
                throw malformed("the name of a header is missing or twice there");
            }
        }
        return headers;
    }

    private static Object value(ByteBuffer in) {
        int type = number(in, 1).get();
        return switch (type) {
            case TRUE -> true;
            case FALSE -> false;
            case BYTE -> number(in, 1).get();
            case SHORT -> number(in, 2).getShort();
            case INTEGER -> number(in, 4).getInt();
            case LONG -> number(in, 8).getLong();
            case BYTES -> take(in, number(in, 2).getShort() & 0xffff);
            case STRING -> new String(take(in, number(in, 2).getShort() & 0xffff), StandardCharsets.UTF_8);
            case TIMESTAMP -> Instant.ofEpochMilli(number(in, 8).getLong());
            case ID -> {
                long high = number(in, 8).getLong();
                yield new UUID(high, number(in, 8).getLong());
            }
            default -> throw malformed("a header is of the unknown type " + type);
        };
    }

    private static ByteBuffer number(ByteBuffer in, int count) {
        return ByteBuffer.wrap(take(in, count));
    }

    private static byte[] take(ByteBuffer in, int count) {
        if (in.remaining() < count) {
            throw malformed("its headers end early");
        }
        byte[] bytes = new byte[count];
        in.get(bytes);
        return bytes;
    }

    static AwsException malformed(String why) {
        return WireErrors.serialization("Malformed event: " + why);
    }
}
