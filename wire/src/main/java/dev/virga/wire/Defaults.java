package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Default values of the model.
final class Defaults {
    private Defaults() {}

    /// A structure in which nothing is set but what has a default.
    static @Nullable Object[] none(Shape structure) {
        @Nullable Object[] values = new @Nullable Object[structure.members().size()];
        if (structure.hasDefaults()) {
            fill(structure, values);
        }
        return values;
    }

    /// The value, or the member's default when it is absent.
    static @Nullable Object orDefault(Member member, @Nullable Object value) {
        if (value != null) {
            return value;
        }
        return member.defaultJson() == null ? null : member.defaultValue();
    }

    static void fill(Shape structure, @Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == null) {
                values[i] = structure.members().get(i).defaultValue();
            }
        }
    }

    static @Nullable Object value(Member member, String json) {
        Shape target = member.target();
        return switch (target.kind()) {
            case BLOB -> member.streaming() ? null : blob(json, target);
            case TIMESTAMP -> timestamp(json);
            default -> read(json, target);
        };
    }

    private static @Nullable Object read(String json, Shape target) {
        return new JsonReader(json.getBytes(StandardCharsets.UTF_8), false, new UnknownMembers()).root(target);
    }

    private static @Nullable Object blob(String json, Shape target) {
        try {
            return read(json, target);
        } catch (AwsException e) {
            // Models of the first Smithy versions write the bytes as they are.
            return json.substring(1, json.length() - 1).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static Instant timestamp(String json) {
        if (!json.startsWith("\"")) {
            return Times.parse(json, TimestampFormat.EPOCH_SECONDS);
        }
        String text = json.substring(1, json.length() - 1);
        return Times.parse(text, text.indexOf(',') == 3 ? TimestampFormat.HTTP_DATE : TimestampFormat.DATE_TIME);
    }
}
