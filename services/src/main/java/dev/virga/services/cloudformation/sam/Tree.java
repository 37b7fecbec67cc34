package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reading and building template trees: objects, lists, scalars, and intrinsics in their long form.
final class Tree {
    private Tree() {}

    /// An object of names and values in turn; a name whose value is null is left out.
    static Map<String, @Nullable Object> map(@Nullable Object... pairs) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            if (pairs[i + 1] != null) {
                result.put(String.valueOf(pairs[i]), pairs[i + 1]);
            }
        }
        return result;
    }

    static List<@Nullable Object> list(@Nullable Object... items) {
        List<@Nullable Object> result = new ArrayList<>();
        for (Object item : items) {
            result.add(item);
        }
        return result;
    }

    /// The value as an object, or null when it is something else.
    @SuppressWarnings("unchecked") // A template's objects have texts as names: the reader saw to it.
    static @Nullable Map<String, @Nullable Object> object(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? (Map<String, @Nullable Object>) map : null;
    }

    /// The value as an object; an empty one, not joined to the tree, when it is something else.
    static Map<String, @Nullable Object> objectOrEmpty(@Nullable Object value) {
        Map<String, @Nullable Object> map = object(value);
        return map == null ? new LinkedHashMap<>() : map;
    }

    /// The object at a name, made there when nothing is.
    static Map<String, @Nullable Object> child(Map<String, @Nullable Object> parent, String name) {
        Map<String, @Nullable Object> map = object(parent.get(name));
        if (map == null) {
            map = new LinkedHashMap<>();
            parent.put(name, map);
        }
        return map;
    }

    @SuppressWarnings("unchecked") // Any list is a list of objects.
    static @Nullable List<@Nullable Object> items(@Nullable Object value) {
        return value instanceof List<?> list ? (List<@Nullable Object>) list : null;
    }

    static List<@Nullable Object> itemsOrEmpty(@Nullable Object value) {
        List<@Nullable Object> list = items(value);
        return list == null ? new ArrayList<>() : list;
    }

    static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return copyOf(map);
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            for (Object item : list) {
                result.add(copy(item));
            }
            return result;
        }
        return value;
    }

    static Map<String, @Nullable Object> copyOf(Map<?, ?> map) {
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((name, value) -> result.put(String.valueOf(name), copy(value)));
        return result;
    }

    static boolean isIntrinsic(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            return false;
        }
        String name = String.valueOf(map.keySet().iterator().next());
        return name.equals("Ref") || name.equals("Condition") || name.startsWith("Fn::");
    }

    static Map<String, @Nullable Object> ref(String logicalId) {
        return map("Ref", logicalId);
    }

    static Map<String, @Nullable Object> getAtt(String logicalId, String attribute) {
        return map("Fn::GetAtt", list(logicalId, attribute));
    }

    static Map<String, @Nullable Object> sub(String pattern) {
        return map("Fn::Sub", pattern);
    }

    static Map<String, @Nullable Object> when(@Nullable Object condition, @Nullable Object yes, @Nullable Object no) {
        return map("Fn::If", list(condition, yes, no));
    }

    static Map<String, @Nullable Object> noValue() {
        return ref("AWS::NoValue");
    }

    static boolean isNoValue(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.size() == 1 && "AWS::NoValue".equals(map.get("Ref"));
    }

    /// The three parts of an Fn::If, or null when the value is none.
    static @Nullable List<@Nullable Object> branches(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map) || map.size() != 1) {
            return null;
        }
        List<@Nullable Object> parts = items(map.get("Fn::If"));
        return parts != null && parts.size() == 3 ? parts : null;
    }

    static boolean isFalse(@Nullable Object value) {
        return Boolean.FALSE.equals(value) || "false".equals(value) || "False".equals(value);
    }

    static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || "true".equals(value) || "True".equals(value);
    }

    /// Whether the value counts as set: not null, false, zero, or empty.
    static boolean isSet(@Nullable Object value) {
        return switch (value) {
            case null -> false;
            case Boolean b -> b;
            case String s -> !s.isEmpty();
            case Map<?, ?> m -> !m.isEmpty();
            case List<?> l -> !l.isEmpty();
            case Number n -> n.doubleValue() != 0;
            default -> true;
        };
    }
}
