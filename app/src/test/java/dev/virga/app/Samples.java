package dev.virga.app;

import dev.virga.wire.Member;
import dev.virga.wire.Op;
import dev.virga.wire.Shape;
import dev.virga.wire.Struct;
import dev.virga.wire.Structs;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An input for any operation, with every member that policies could be about: names and ARNs of
/// things as they are called in AWS's own examples. It is not meant to be valid.
final class Samples {
    /// In place of a text: the member is left out.
    static final String ABSENT = "";

    private static final int MAX_DEPTH = 9;

    private final Map<String, String> texts = new HashMap<>();

    /// @param texts values of members with these names, in any service or, after `service.`, in one
    Samples(Map<String, String> texts) {
        this.texts.putAll(texts);
    }

    @SuppressWarnings("unchecked")
    <I extends Struct> I input(Op<I, ?> op) {
        StringBuilder json = new StringBuilder();
        structure(op.input(), op.model().signingName(), 0, json);
        return (I) Structs.<Struct>fromJson(json.toString().getBytes(StandardCharsets.UTF_8), op.input());
    }

    private void structure(Shape shape, String service, int depth, StringBuilder json) {
        json.append('{');
        String comma = "";
        for (Member member : shape.members()) {
            String value = value(member, service, depth + 1);
            if (value != null) {
                json.append(comma)
                        .append('"')
                        .append(member.name())
                        .append("\":")
                        .append(value);
                comma = ",";
                if (shape.kind() == Shape.Kind.UNION) {
                    break;
                }
            }
        }
        json.append('}');
    }

    private @Nullable String value(Member member, String service, int depth) {
        Shape target = member.target();
        if (depth > MAX_DEPTH || ABSENT.equals(given(member, service)) || member.streaming() || target.streaming()) {
            return null;
        }
        return switch (target.kind()) {
            case STRING -> text(member, service);
            case ENUM -> quoted(target.enumValues().getFirst());
            case BOOLEAN -> "true";
            case BYTE, SHORT, INTEGER, LONG, BIG_INTEGER, FLOAT, DOUBLE, BIG_DECIMAL -> "1";
            case INT_ENUM -> String.valueOf(target.intEnumValues().getFirst());
            // Written differently from place to place, and in no policy.
            case TIMESTAMP -> null;
            case BLOB -> quoted("eA==");
            case DOCUMENT -> "{}";
            case LIST -> list(member, target, service, depth);
            case MAP -> {
                String value = value(target.mapValue(), service, depth + 1);
                yield value == null ? null : "{\"key\":" + value + "}";
            }
            case STRUCTURE, UNION -> {
                StringBuilder json = new StringBuilder();
                structure(target, service, depth, json);
                yield json.toString();
            }
        };
    }

    private @Nullable String list(Member member, Shape target, String service, int depth) {
        Shape element = target.element().target();
        String value = element.kind() == Shape.Kind.STRING
                ? text(member, service)
                : value(target.element(), service, depth + 1);
        return value == null ? null : "[" + value + "]";
    }

    private String text(Member member, String service) {
        String value = given(member, service);
        return quoted(value == null ? "sample" : value);
    }

    private @Nullable String given(Member member, String service) {
        String own = texts.get(service + "." + member.name());
        return own == null ? texts.get(member.name()) : own;
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
