package dev.virga.services.cloudformation;

import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A template as a tree: `LinkedHashMap`, `ArrayList`, `String`, `Boolean`, `Integer`, `Long`,
/// `Double` and null. Intrinsic functions are in their long form. Nobody changes the tree.
///
/// @param marks where each part of the tree stands in the text
record Template(Map<String, @Nullable Object> root, Mark marks) {
    /// A place in the text, both counted from 1, and the places of the children: of a map by key,
    /// of a list by index. Line 0 means that the place is not known.
    record Mark(int line, int column, Map<String, Mark> children) {
        static final Mark UNKNOWN = new Mark(0, 0, Map.of());
    }

    /// A tree that a transform made, which has no text.
    static Template of(Map<String, @Nullable Object> root) {
        return new Template(root, Mark.UNKNOWN);
    }

    /// The same places for a tree that was made from this one; parts that are new have the place of
    /// what they are in.
    Template withRoot(Map<String, @Nullable Object> other) {
        return new Template(other, marks);
    }

    /// ` (line 3, column 7)` of the deepest known part of the path, or an empty text.
    String where(String... path) {
        Mark found = marks;
        for (String step : path) {
            Mark child = found.children().get(step);
            if (child == null) {
                break;
            }
            found = child;
        }
        return found.line() == 0 ? "" : place(found.line(), found.column());
    }

    static String place(int line, int column) {
        return " (line " + line + ", column " + column + ")";
    }

    /// A section such as `Parameters`, empty when it is absent.
    Map<String, @Nullable Object> section(String name) {
        Object value = root.get(name);
        if (value == null) {
            return Map.of();
        }
        return map(value, "Template format error: " + name + " must be an object." + where(name));
    }

    /// A member of a section, which must be an object.
    Map<String, @Nullable Object> entry(String section, String name) {
        String message = "Template format error: [/" + section + "/" + name + "] Every " + section
                + " member must be an object." + where(section, name);
        return map(section(section).get(name), message);
    }

    /// The value as an object with text keys.
    ///
    /// @throws dev.virga.wire.AwsException ValidationError with the message when it is none
    @SuppressWarnings("unchecked")
    static Map<String, @Nullable Object> map(@Nullable Object value, String message) {
        if (value instanceof Map<?, ?> map) {
            return (Map<String, @Nullable Object>) map;
        }
        throw CfnErrors.validation(message);
    }

    /// Reads what [#toJson] wrote; numbers keep their values, not their types.
    static Map<String, @Nullable Object> fromJson(String json) {
        return new LinkedHashMap<>(map(Json.parse(json), "not an object"));
    }

    static String toJson(@Nullable Object tree) {
        return Json.write(tree);
    }

    /// Text of a scalar as CloudFormation shows it; null for what is no scalar.
    static @Nullable String text(@Nullable Object value) {
        return switch (value) {
            case null -> null;
            case String text -> text;
            case Boolean flag -> flag.toString();
            case Number number -> number(number);
            default -> null;
        };
    }

    private static String number(Number number) {
        String text = number.toString();
        return number instanceof Double && text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// Whether the value is a call of an intrinsic function: an object with one key that names it.
    static boolean intrinsic(@Nullable Object value) {
        return value instanceof Map<?, ?> map
                && map.size() == 1
                && map.keySet().iterator().next() instanceof String key
                && (key.equals("Ref") || key.equals("Condition") || key.startsWith("Fn::"));
    }

    /// What a list in a template may be written as: a list, or one thing.
    static List<?> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> list -> list;
            default -> List.of(value);
        };
    }
}
