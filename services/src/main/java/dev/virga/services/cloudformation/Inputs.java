package dev.virga.services.cloudformation;

import dev.virga.wire.Member;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes inputs of operations from properties: most have the names of the operation's members.
/// Texts become numbers and flags where the model wants them, as CloudFormation does.
final class Inputs {
    private Inputs() {}

    /// @throws AwsException ValidationError when a property is unknown or has the wrong type
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    static <T extends Struct> T of(Shape shape, Properties properties) {
        return (T) structure(shape, properties.tree(), "");
    }

    private static Struct structure(Shape shape, Map<?, ?> tree, String path) {
        @Nullable Object[] values = new Object[shape.members().size()];
        tree.forEach((key, value) -> {
            Member member = shape.member(key.toString());
            if (member == null) {
                throw CfnErrors.validation("Encountered unsupported property " + path + key);
            }
            values[member.index()] = value == null ? null : convert(member.target(), value, path + key);
        });
        return shape.make(values);
    }

    private static Object convert(Shape shape, Object value, String path) {
        try {
            return switch (shape.kind()) {
                case STRUCTURE -> structure(shape, object(value, path), path + "/");
                case UNION -> union(shape, object(value, path), path);
                case LIST -> list(shape, value, path);
                case MAP -> map(shape, object(value, path), path);
                case STRING, ENUM -> scalar(value, path, "String");
                case BOOLEAN -> flag(scalar(value, path, "Boolean"), path);
                case BYTE -> Byte.valueOf(scalar(value, path, "Integer"));
                case SHORT -> Short.valueOf(scalar(value, path, "Integer"));
                case INTEGER, INT_ENUM -> Integer.valueOf(scalar(value, path, "Integer"));
                case LONG -> Long.valueOf(scalar(value, path, "Long"));
                case FLOAT -> Float.valueOf(scalar(value, path, "Double"));
                case DOUBLE -> Double.valueOf(scalar(value, path, "Double"));
                case BIG_INTEGER, BIG_DECIMAL -> new BigDecimal(scalar(value, path, "Double"));
                case BLOB -> scalar(value, path, "String").getBytes(StandardCharsets.UTF_8);
                case DOCUMENT -> value;
                case TIMESTAMP -> throw Properties.wrongType(path, "String");
            };
        } catch (NumberFormatException e) {
            throw Properties.wrongType(path, "Integer");
        }
    }

    private static Map<?, ?> object(Object value, String path) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw Properties.wrongType(path, "Object");
    }

    private static Object union(Shape shape, Map<?, ?> tree, String path) {
        if (tree.size() != 1) {
            throw Properties.wrongType(path, "Object");
        }
        Object key = tree.keySet().iterator().next();
        Member member = shape.member(String.valueOf(key));
        Object value = tree.get(key);
        if (member == null || value == null) {
            throw CfnErrors.validation("Encountered unsupported property " + path + "/" + key);
        }
        return shape.make(member.index(), convert(member.target(), value, path + "/" + key));
    }

    private static Object list(Shape shape, Object value, String path) {
        List<Object> result = new ArrayList<>();
        for (Object item : Template.list(value)) {
            if (item != null) {
                result.add(convert(shape.element().target(), item, path));
            }
        }
        return result;
    }

    private static Object map(Shape shape, Map<?, ?> tree, String path) {
        Map<String, Object> result = new LinkedHashMap<>();
        tree.forEach((key, value) -> {
            if (value != null) {
                result.put(key.toString(), convert(shape.mapValue().target(), value, path + "/" + key));
            }
        });
        return result;
    }

    private static String scalar(Object value, String path, String type) {
        String text = Template.text(value);
        if (text == null) {
            throw Properties.wrongType(path, type);
        }
        return text;
    }

    private static Boolean flag(String text, String path) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw Properties.wrongType(path, "Boolean");
        };
    }
}
