package dev.virga.services.cloudtrail;

import dev.virga.wire.Member;
import dev.virga.wire.Model;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Variant;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// An input or output as `requestParameters` and `responseElements` show it: names begin in lower
/// case, secrets are masked, bodies and other bytes are left out, and what is large is cut.
///
/// For one structure; not for several threads.
final class Members {
    static final String MASK = "HIDDEN_DUE_TO_SECURITY_REASONS";

    /// Values of one structure, nested ones included.
    static final int MAX_VALUES = 1_000;

    static final int MAX_CHARS = 4_096;
    static final int MAX_DEPTH = 16;

    /// Secret whatever the model says.
    private static final Set<String> SECRETS = Set.of(
            "authorizationtoken",
            "clientsecret",
            "environment",
            "parametervalue",
            "password",
            "plaintext",
            "privatekey",
            "secretaccesskey",
            "secretstring",
            "sessiontoken",
            "templatebody",
            "tokencode");

    /// All of one structure; what is larger is left out altogether, as AWS does.
    static final int MAX_TOTAL_CHARS = 100_000;

    private int left = MAX_VALUES;
    private long chars;

    /// Null when it has no members.
    ///
    /// @param name of the event's field that it is for
    static @Nullable Map<String, Object> of(Model model, Struct struct, String name) {
        Members members = new Members();
        Map<String, Object> all = members.struct(model.shape(struct.shapeId()), struct, 0);
        if (members.chars > MAX_TOTAL_CHARS) {
            Map<String, Object> omitted = new LinkedHashMap<>();
            omitted.put("omitted", true);
            omitted.put("originalSize", members.chars);
            omitted.put("reason", name + " too large");
            return omitted;
        }
        return all.isEmpty() ? null : all;
    }

    /// What a structure keeps in memory, about. Of a very large one the rest is guessed from how
    /// much of it was seen: it counts as [#UNKNOWN_BYTES].
    static long bytes(Model model, Struct struct) {
        Weight weight = new Weight();
        weight.add(model, struct, 0);
        return weight.left < 0 ? weight.bytes + UNKNOWN_BYTES : weight.bytes;
    }

    private static final long UNKNOWN_BYTES = 1 << 20;

    private static final class Weight {
        private static final int MAX_VALUES = 10_000;
        private static final int EACH = 32;

        private int left = MAX_VALUES;
        private long bytes;

        private void add(Model model, @Nullable Object value, int depth) {
            if (value == null || left-- < 0 || depth > MAX_DEPTH) {
                return;
            }
            bytes += EACH;
            switch (value) {
                case String text -> bytes += text.length();
                case byte[] raw -> bytes += raw.length;
                case List<?> list -> list.forEach(each -> add(model, each, depth + 1));
                case Map<?, ?> map ->
                    map.forEach((key, each) -> {
                        add(model, key, depth + 1);
                        add(model, each, depth + 1);
                    });
                case Variant one -> add(model, one.value(), depth + 1);
                case Struct nested -> {
                    for (Member member : model.shape(nested.shapeId()).members()) {
                        add(model, nested.at(member.index()), depth + 1);
                    }
                }
                default -> {}
            }
        }
    }

    private Map<String, Object> struct(Shape shape, Struct struct, int depth) {
        Map<String, Object> all = new LinkedHashMap<>();
        for (Member member : shape.members()) {
            Object value = struct.at(member.index());
            if (value == null) {
                continue;
            }
            Object shown = secret(member) ? MASK : value(member.target(), value, depth + 1);
            if (shown != null) {
                all.put(lowerCamel(member.name()), shown);
            }
        }
        return all;
    }

    private static boolean secret(Member member) {
        return member.sensitive()
                || member.target().sensitive()
                || SECRETS.contains(member.name().toLowerCase(Locale.ROOT));
    }

    private @Nullable Object value(Shape shape, Object value, int depth) {
        left--;
        if (left <= 0 || depth > MAX_DEPTH) {
            return null;
        }
        return switch (value) {
            case String text -> text(text);
            case Boolean flag -> flag;
            case Number number -> number;
            case Instant time -> time.toString();
            case List<?> list -> list(shape, list, depth);
            case Map<?, ?> map -> map(shape, map, depth);
            case Struct nested -> struct(shape, nested, depth);
            case Variant one -> variant(shape, one, depth);
            // Bytes, bodies, streams, documents.
            default -> null;
        };
    }

    private String text(String text) {
        String shown = text.length() <= MAX_CHARS ? text : text.substring(0, MAX_CHARS) + "…";
        chars += shown.length();
        return shown;
    }

    private @Nullable Object list(Shape shape, List<?> list, int depth) {
        if (shape.kind() != Shape.Kind.LIST) {
            return null;
        }
        boolean secret = secret(shape.element());
        List<Object> all = new ArrayList<>();
        for (Object each : list) {
            Object shown =
                    each == null ? null : secret ? MASK : value(shape.element().target(), each, depth + 1);
            if (shown != null) {
                all.add(shown);
            }
            if (left <= 0) {
                break;
            }
        }
        return all;
    }

    private @Nullable Object map(Shape shape, Map<?, ?> map, int depth) {
        if (shape.kind() != Shape.Kind.MAP) {
            return null;
        }
        boolean secret = secret(shape.mapValue());
        Map<String, Object> all = new LinkedHashMap<>();
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object each = entry.getValue();
            Object shown =
                    each == null ? null : secret ? MASK : value(shape.mapValue().target(), each, depth + 1);
            if (shown != null) {
                all.put(text(String.valueOf(entry.getKey())), shown);
            }
            if (left <= 0) {
                break;
            }
        }
        return all;
    }

    private @Nullable Object variant(Shape shape, Variant one, int depth) {
        Member member = shape.members().get(one.tag());
        Object shown = secret(member) ? MASK : value(member.target(), one.value(), depth + 1);
        return shown == null ? null : Map.of(lowerCamel(member.name()), shown);
    }

    /// `TableName` to `tableName`, `SSEType` to `sSEType`, as AWS does.
    private static String lowerCamel(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
