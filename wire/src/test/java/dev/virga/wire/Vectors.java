package dev.virga.wire;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/// A file of inputs for one decoder, `/vectors/NAME.json`: each with the value or the error code
/// that comes of it. An input is text, or one of these, or a list of them that are put together:
///
///     {"hex": "a1"}  {"base64": "oQ=="}  {"latin1": "ÿ"}
///     {"repeat": INPUT, "times": 100000}
///     {"count": "a#&", "to": 100000}    once for each number from 1, in the place of #
///     {"cut": INPUT, "to": 10}          its first bytes; negative: without so many at the end
///     {"gzip": INPUT}
///     {"event": PAYLOAD, "headers": INPUT, "length": 99, "headersLength": 9, "crc": false}
final class Vectors {
    /// @param more what the case says beyond its input and outcome
    record Case(String name, Object input, Object value, String error, Map<?, ?> more) {
        byte[] bytes() {
            return Vectors.bytes(input);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private Vectors() {}

    static List<Case> file(String name) {
        Map<?, ?> file;
        try (InputStream in = Vectors.class.getResourceAsStream("/vectors/" + name + ".json")) {
            file = (Map<?, ?>) Json.parse(Objects.requireNonNull(in, name).readAllBytes());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        List<Case> cases = new ArrayList<>();
        for (Object one : (List<?>) file.get("cases")) {
            Map<?, ?> map = (Map<?, ?>) one;
            cases.add(new Case(
                    (String) map.get("name"), map.get("input"), map.get("value"), (String) map.get("error"), map));
        }
        return cases;
    }

    static byte[] bytes(Object input) {
        return switch (input) {
            case String text -> text.getBytes(StandardCharsets.UTF_8);
            case List<?> parts -> {
                ByteArrayOutputStream all = new ByteArrayOutputStream();
                parts.forEach(part -> all.writeBytes(bytes(part)));
                yield all.toByteArray();
            }
            case Map<?, ?> map -> made(map);
            default -> throw new IllegalArgumentException("no input: " + input);
        };
    }

    private static byte[] made(Map<?, ?> map) {
        if (map.get("hex") instanceof String hex) {
            return HexFormat.of().parseHex(hex.replace(" ", ""));
        }
        if (map.get("base64") instanceof String base64) {
            return Base64.getDecoder().decode(base64);
        }
        if (map.get("latin1") instanceof String text) {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
        if (map.containsKey("repeat")) {
            byte[] one = bytes(map.get("repeat"));
            ByteBuffer all = ByteBuffer.allocate(Math.multiplyExact(one.length, number(map, "times", 1)));
            while (all.hasRemaining()) {
                all.put(one);
            }
            return all.array();
        }
        if (map.get("count") instanceof String text) {
            StringBuilder all = new StringBuilder();
            for (int i = 1; i <= number(map, "to", 0); i++) {
                all.append(text.replace("#", Integer.toString(i)));
            }
            return bytes(all.toString());
        }
        if (map.containsKey("cut")) {
            byte[] whole = bytes(map.get("cut"));
            int to = number(map, "to", 0);
            return Arrays.copyOf(whole, to < 0 ? whole.length + to : to);
        }
        return map.containsKey("gzip") ? gzip(bytes(map.get("gzip"))) : event(map);
    }

    private static int number(Map<?, ?> map, String name, int otherwise) {
        return map.get(name) instanceof Number number ? number.intValue() : otherwise;
    }

    private static byte[] gzip(byte[] content) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    /// A message of an event stream whose lengths and checksums may lie.
    private static byte[] event(Map<?, ?> map) {
        byte[] payload = bytes(map.get("event"));
        byte[] headers = map.containsKey("headers") ? bytes(map.get("headers")) : new byte[0];
        ByteBuffer out = ByteBuffer.allocate(EventMessage.OVERHEAD + headers.length + payload.length);
        out.putInt(number(map, "length", out.capacity())).putInt(number(map, "headersLength", headers.length));
        out.putInt(crc(out, Boolean.FALSE.equals(map.get("preludeCrc"))));
        out.put(headers).put(payload);
        out.putInt(crc(out, Boolean.FALSE.equals(map.get("crc"))));
        return out.array();
    }

    private static int crc(ByteBuffer out, boolean wrong) {
        CRC32 crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        return (int) crc.getValue() + (wrong ? 1 : 0);
    }

    /// A decoded value as JSON could hold it, without what is absent.
    static Object plain(Object value, Shape shape) {
        return switch (value) {
            case null -> null;
            case Struct struct -> {
                Map<String, Object> all = new LinkedHashMap<>();
                for (Member member : shape.members()) {
                    Object x = struct.at(member.index());
                    if (x != null) {
                        all.put(member.name(), plain(x, member.target()));
                    }
                }
                yield all;
            }
            case Variant variant -> {
                Member member = shape.members().get(variant.tag());
                yield Map.of(member.name(), plain(variant.value(), member.target()));
            }
            case List<?> list
            when shape.kind() == Shape.Kind.LIST ->
                list.stream().map(x -> plain(x, shape.element().target())).toList();
            case Map<?, ?> map
            when shape.kind() == Shape.Kind.MAP -> {
                Map<String, Object> all = new LinkedHashMap<>();
                map.forEach(
                        (k, x) -> all.put((String) k, plain(x, shape.mapValue().target())));
                yield all;
            }
            case byte[] bytes -> HexFormat.of().formatHex(bytes);
            case Instant instant -> instant.toString();
            case Float number -> number.isNaN() || number.isInfinite() ? number.toString() : (Object) (double) number;
            case Double number -> number.isNaN() || number.isInfinite() ? number.toString() : (Object) number;
            default -> value;
        };
    }
}
