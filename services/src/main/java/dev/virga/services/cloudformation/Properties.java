package dev.virga.services.cloudformation;

import dev.virga.wire.AwsException;
import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Properties of one resource, evaluated.
record Properties(Map<String, @Nullable Object> tree) {
    /// @param value an object, or null for one without members
    static Properties of(@Nullable Object value, String name) {
        return new Properties(
                value == null ? Map.of() : Template.map(value, "Value of property " + name + " must be an object"));
    }

    boolean has(String name) {
        return tree.get(name) != null;
    }

    @Nullable
    Object get(String name) {
        return tree.get(name);
    }

    /// Null when absent.
    @Nullable
    String text(String name) {
        Object value = tree.get(name);
        String text = Template.text(value);
        if (value != null && text == null) {
            throw wrongType(name, "String");
        }
        return text;
    }

    String text(String name, String otherwise) {
        String text = text(name);
        return text == null ? otherwise : text;
    }

    String required(String name) {
        String text = text(name);
        if (text == null) {
            throw CfnErrors.validation("Property " + name + " cannot be empty.");
        }
        return text;
    }

    @Nullable
    Integer whole(String name) {
        String text = text(name);
        try {
            return text == null ? null : (Integer) Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw wrongType(name, "Integer");
        }
    }

    @Nullable
    Boolean flag(String name) {
        String text = text(name);
        return switch (text) {
            case null -> null;
            case "true" -> true;
            case "false" -> false;
            default -> throw wrongType(name, "Boolean");
        };
    }

    Properties object(String name) {
        return of(tree.get(name), name);
    }

    List<?> list(String name) {
        return Template.list(tree.get(name));
    }

    List<String> texts(String name) {
        return list(name).stream()
                .map(item -> {
                    String text = Template.text(item);
                    if (text == null) {
                        throw wrongType(name, "List of String");
                    }
                    return text;
                })
                .toList();
    }

    /// A document, such as a policy, as JSON text: templates hold it as an object or as a text.
    @Nullable
    String json(String name) {
        Object value = tree.get(name);
        return value == null || value instanceof String ? (String) value : Json.write(value);
    }

    /// `Tags` as `[{Key, Value}]` or as an object.
    Map<String, String> tags(String name) {
        Map<String, String> tags = new LinkedHashMap<>();
        Object value = tree.get(name);
        if (value instanceof Map<?, ?> map) {
            map.forEach((key, text) -> tags.put(key.toString(), String.valueOf(Template.text(text))));
            return tags;
        }
        for (Object item : Template.list(value)) {
            Properties tag = of(item, name);
            tags.put(tag.required("Key"), tag.text("Value", ""));
        }
        return tags;
    }

    Properties with(String name, @Nullable Object value) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(tree);
        if (value == null) {
            copy.remove(name);
        } else {
            copy.put(name, value);
        }
        return new Properties(copy);
    }

    Properties without(String... names) {
        Map<String, @Nullable Object> copy = new LinkedHashMap<>(tree);
        for (String name : names) {
            copy.remove(name);
        }
        return new Properties(copy);
    }

    static AwsException wrongType(String name, String type) {
        return CfnErrors.validation("Value of property " + name + " must be of type " + type);
    }
}
