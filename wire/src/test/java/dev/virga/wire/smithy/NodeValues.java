package dev.virga.wire.smithy;

import dev.virga.wire.Body;
import dev.virga.wire.Json;
import dev.virga.wire.Member;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Types;
import dev.virga.wire.Variant;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import software.amazon.smithy.model.node.Node;
import software.amazon.smithy.model.node.ObjectNode;

/// Turns the parameters of a protocol test into values of a schema, and values into something that
/// can be compared.
final class NodeValues {
    private NodeValues() {}

    static Struct struct(Shape shape, ObjectNode params) {
        Object[] members = new Object[shape.members().size()];
        for (Member member : shape.members()) {
            params.getMember(member.name())
                    .ifPresent(node -> members[member.index()] = value(member.target(), member.streaming(), node));
        }
        return new Types.DynamicStruct(shape.id(), members);
    }

    private static Object value(Shape shape, boolean streaming, Node node) {
        if (node.isNullNode()) {
            return null;
        }
        return switch (shape.kind()) {
            case STRUCTURE -> struct(shape, node.expectObjectNode());
            case UNION -> {
                var entry = node.expectObjectNode()
                        .getStringMap()
                        .entrySet()
                        .iterator()
                        .next();
                Member member = shape.member(entry.getKey());
                yield new Types.DynamicVariant(member.index(), value(member.target(), false, entry.getValue()));
            }
            case LIST -> {
                List<Object> list = new ArrayList<>();
                node.expectArrayNode()
                        .getElements()
                        .forEach(e -> list.add(value(shape.element().target(), false, e)));
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                node.expectObjectNode()
                        .getStringMap()
                        .forEach((k, v) -> map.put(k, value(shape.mapValue().target(), false, v)));
                yield map;
            }
            case STRING, ENUM -> node.expectStringNode().getValue();
            case BOOLEAN -> node.expectBooleanNode().getValue();
            case BLOB -> {
                byte[] bytes = node.expectStringNode().getValue().getBytes(StandardCharsets.UTF_8);
                yield streaming ? Body.of(bytes) : bytes;
            }
            case TIMESTAMP -> {
                if (node.isStringNode()) {
                    yield Instant.parse(node.expectStringNode().getValue());
                }
                BigDecimal seconds = number(node);
                yield Instant.ofEpochMilli(seconds.movePointRight(3).longValue());
            }
            case DOCUMENT -> Json.parse(Node.printJson(node));
            case BYTE -> number(node).byteValue();
            case SHORT -> number(node).shortValue();
            case INTEGER, INT_ENUM -> number(node).intValue();
            case LONG -> number(node).longValue();
            case BIG_INTEGER -> number(node).toBigInteger();
            case BIG_DECIMAL -> number(node);
            case FLOAT -> (float) real(node);
            case DOUBLE -> real(node);
        };
    }

    private static BigDecimal number(Node node) {
        return new BigDecimal(node.expectNumberNode().getValue().toString());
    }

    private static double real(Node node) {
        return node.isStringNode()
                ? Double.parseDouble(node.expectStringNode().getValue())
                : node.expectNumberNode().getValue().doubleValue();
    }

    /// Names and plain values; absent members are left out, arrays compare by content.
    static Object plain(Shape shape, Object value) throws IOException {
        if (value == null) {
            return null;
        }
        return switch (shape.kind()) {
            case STRUCTURE -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Member member : shape.members()) {
                    Object x = plain(member.target(), ((Struct) value).at(member.index()));
                    if (x != null) {
                        map.put(member.name(), x);
                    }
                }
                yield map;
            }
            case UNION -> {
                Variant variant = (Variant) value;
                Member member = shape.members().get(variant.tag());
                yield Map.of(member.name(), plain(member.target(), variant.value()));
            }
            case LIST -> {
                List<Object> list = new ArrayList<>();
                for (Object x : (List<?>) value) {
                    list.add(plain(shape.element().target(), x));
                }
                yield list;
            }
            case MAP -> {
                Map<String, Object> map = new LinkedHashMap<>();
                for (Map.Entry<?, ?> e : ((Map<?, ?>) value).entrySet()) {
                    map.put((String) e.getKey(), plain(shape.mapValue().target(), e.getValue()));
                }
                yield map;
            }
            case BLOB -> {
                byte[] bytes = value instanceof Body body ? body.bytes(1 << 20) : (byte[]) value;
                yield value instanceof Body && bytes.length == 0 ? null : ByteBuffer.wrap(bytes);
            }
            default -> numbers(value);
        };
    }

    /// Values without a schema, comparable: arrays by content, numbers by value.
    static Object plain(Object value) {
        return switch (value) {
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(k, plain(v)));
                yield copy;
            }
            case List<?> list -> list.stream().map(NodeValues::plain).toList();
            case null -> null;
            default -> numbers(value);
        };
    }

    /// Numbers that are equal become equal objects, at any depth.
    static Object numbers(Object value) {
        return switch (value) {
            case Map<?, ?> map -> {
                Map<Object, Object> copy = new LinkedHashMap<>();
                map.forEach((k, v) -> copy.put(k, numbers(v)));
                yield copy;
            }
            case List<?> list -> {
                List<Object> copy = new ArrayList<>();
                list.forEach(x -> copy.add(numbers(x)));
                yield copy;
            }
            case BigInteger i -> new BigDecimal(i).stripTrailingZeros();
            case Number n -> {
                boolean finite = Double.isFinite(n.doubleValue());
                yield finite ? new BigDecimal(n.toString()).stripTrailingZeros() : n.toString();
            }
            case null -> null;
            default -> value;
        };
    }
}
