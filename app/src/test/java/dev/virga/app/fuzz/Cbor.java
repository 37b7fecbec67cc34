package dev.virga.app.fuzz;

import dev.virga.wire.Member;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Writes CBOR (RFC 8949), for requests.
final class Cbor {
    private Cbor() {}

    static byte[] write(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            item(out, value);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static void item(DataOutputStream out, Object value) throws IOException {
        switch (value) {
            case Map<?, ?> map -> {
                head(out, 5, map.size());
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    item(
                            out,
                            entry.getKey() instanceof Member m
                                    ? m.name()
                                    : entry.getKey().toString());
                    item(out, entry.getValue());
                }
            }
            case List<?> list -> {
                head(out, 4, list.size());
                for (Object x : list) {
                    item(out, x);
                }
            }
            case byte[] blob -> {
                head(out, 2, blob.length);
                out.write(blob);
            }
            case Boolean flag -> out.write(flag ? 0xF5 : 0xF4);
            case Long number -> head(out, number < 0 ? 1 : 0, number < 0 ? -1 - number : number);
            case Double number -> {
                out.write(0xFB);
                out.writeDouble(number);
            }
            case Instant instant -> {
                out.write(0xC1);
                out.write(0xFB);
                out.writeDouble(instant.getEpochSecond());
            }
            default -> {
                byte[] text = value.toString().getBytes(StandardCharsets.UTF_8);
                head(out, 3, text.length);
                out.write(text);
            }
        }
    }

    private static void head(DataOutputStream out, int major, long count) throws IOException {
        if (count < 24) {
            out.write(major << 5 | (int) count);
        } else if (count < 256) {
            out.write(major << 5 | 24);
            out.write((int) count);
        } else {
            out.write(major << 5 | 27);
            out.writeLong(count);
        }
    }
}
