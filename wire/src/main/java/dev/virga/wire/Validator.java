package dev.virga.wire;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Checks a value against the constraints of its model and says what is wrong in AWS's words:
///
///     2 validation errors detected: Value null at 'tableName' failed to satisfy constraint: …; …
///
/// Only shapes that reach a constraint are walked.
public final class Validator {
    /// Violations that are reported; the walk ends there.
    static final int MAX_VIOLATIONS = 100;

    /// Characters of a value that are repeated in a message.
    static final int MAX_QUOTED = 1024;

    private final List<String> violations = new ArrayList<>(0);

    private Validator() {}

    /// The violations, in the order of the model; empty when there is none.
    public static List<String> check(Shape shape, Object value) {
        if (!shape.needsValidation()) {
            return List.of();
        }
        Validator validator = new Validator();
        validator.value(shape, shape, value, null);
        return validator.violations;
    }

    /// The message of a ValidationException with these violations.
    public static String message(List<String> violations) {
        return violations.size() + " validation error" + (violations.size() == 1 ? "" : "s") + " detected: "
                + String.join("; ", violations);
    }

    /// Does nothing when the value is valid.
    public static void require(Shape shape, Object value) {
        List<String> violations = check(shape, value);
        if (!violations.isEmpty()) {
            throw new AwsException("ValidationException", 400, message(violations));
        }
    }

    private static String path(@Nullable String parent, String name) {
        String camel = name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
        return parent == null ? camel : parent + "." + camel;
    }

    private void value(Shape shape, Facet facet, Object value, @Nullable String path) {
        if (violations.size() >= MAX_VIOLATIONS) {
            return;
        }
        if (path != null) {
            constraints(facet, value, path);
        }
        switch (shape.kind()) {
            case STRUCTURE -> structure(shape, (Struct) value, path);
            case UNION -> {
                Variant variant = (Variant) value;
                Member member = shape.members().get(variant.tag());
                if (needed(member)) {
                    value(member.target(), member, variant.value(), path(path, member.name()));
                }
            }
            case LIST -> list(shape, (List<?>) value, path == null ? "" : path);
            case MAP -> map(shape, (Map<?, ?>) value, path == null ? "" : path);
            case ENUM -> {
                if (!shape.openEnum() && !shape.hasEnumValue((String) value)) {
                    enumViolation(facet, value, path, shape.enumValues());
                }
            }
            case INT_ENUM -> {
                if (!shape.intEnumValues().contains(value)) {
                    enumViolation(facet, value, path, shape.intEnumValues());
                }
            }
            default -> {}
        }
    }

    private static boolean needed(Member member) {
        return member.constrained() || member.target().needsValidation();
    }

    private void structure(Shape shape, Struct struct, @Nullable String path) {
        List<Member> members = shape.members();
        for (int i = 0; i < members.size(); i++) {
            Member member = members.get(i);
            Object x = struct.at(i);
            if (x == null) {
                if (member.required()) {
                    violations.add("Value null at '" + path(path, member.name())
                            + "' failed to satisfy constraint: Member must not be null");
                }
            } else if (needed(member)) {
                value(member.target(), member, x, path(path, member.name()));
            }
        }
    }

    private void list(Shape shape, List<?> list, String path) {
        Member element = shape.element();
        if (!needed(element)) {
            return;
        }
        int i = 0;
        for (Object x : list) {
            i++;
            if (x != null) {
                value(element.target(), element, x, path + "." + i + ".member");
            }
        }
    }

    private void map(Shape shape, Map<?, ?> map, String path) {
        Member key = shape.mapKey();
        Member member = shape.mapValue();
        boolean keys = needed(key);
        boolean values = needed(member);
        if (!keys && !values) {
            return;
        }
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            if (keys && entry.getKey() != null) {
                value(key.target(), key, entry.getKey(), path);
            }
            if (values && entry.getValue() != null) {
                value(member.target(), member, entry.getValue(), path + "." + entry.getKey() + ".member");
            }
        }
    }

    private void enumViolation(Facet facet, Object value, @Nullable String path, List<?> allowed) {
        violation(facet, value, path, "Member must satisfy enum value set: " + allowed);
    }

    private void constraints(Facet facet, Object value, String path) {
        if (facet.hasLength()) {
            length(facet, value, path);
        }
        if (facet.hasRange() && value instanceof Number number) {
            range(facet, number, path);
        }
        if (facet.pattern() != null && value instanceof String text && !Patterns.find(facet.regex(), text)) {
            violation(facet, value, path, "Member must satisfy regular expression pattern: " + facet.pattern());
        }
        if (facet.uniqueItems() && value instanceof List<?> list && hasDuplicate(list)) {
            violation(facet, value, path, "Member must have unique values");
        }
    }

    private void length(Facet facet, Object value, String path) {
        int length =
                switch (value) {
                    case String text -> text.codePointCount(0, text.length());
                    case byte[] bytes -> bytes.length;
                    case Collection<?> list -> list.size();
                    case Map<?, ?> map -> map.size();
                    default -> -1;
                };
        if (length < 0) {
            return;
        }
        if (length < facet.min()) {
            violation(facet, value, path, "Member must have length greater than or equal to " + whole(facet.min()));
        }
        if (length > facet.max()) {
            violation(facet, value, path, "Member must have length less than or equal to " + whole(facet.max()));
        }
    }

    private void range(Facet facet, Number value, String path) {
        double number = value.doubleValue();
        if (number < facet.min()) {
            violation(facet, value, path, "Member must have value greater than or equal to " + whole(facet.min()));
        }
        if (number > facet.max()) {
            violation(facet, value, path, "Member must have value less than or equal to " + whole(facet.max()));
        }
    }

    private static String whole(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : BigDecimal.valueOf(bound).toPlainString();
    }

    private void violation(Facet facet, Object value, @Nullable String path, String constraint) {
        violations.add(
                "Value " + quoted(facet, value) + " at '" + path + "' failed to satisfy constraint: " + constraint);
    }

    private static String quoted(Facet facet, Object value) {
        if (facet.sensitive()
                || (facet instanceof Member member && member.target().sensitive())) {
            return "at sensitive field";
        }
        String text = value instanceof byte[] bytes
                ? "java.nio.HeapByteBuffer[pos=0 lim=" + bytes.length + "]"
                : value.toString();
        return "'" + (text.length() <= MAX_QUOTED ? text : text.substring(0, MAX_QUOTED) + "…") + "'";
    }

    private static boolean hasDuplicate(List<?> list) {
        Set<Object> seen = new HashSet<>();
        for (Object x : list) {
            if (!seen.add(comparable(x))) {
                return true;
            }
        }
        return false;
    }

    /// Something whose `equals` compares content, which arrays do not have.
    private static Object comparable(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case byte[] bytes -> ByteBuffer.wrap(bytes);
            case Types.DynamicStruct struct ->
                Arrays.stream(struct.members()).map(Validator::comparable).toList();
            case Types.DynamicVariant variant -> List.of(variant.tag(), comparable(variant.value()));
            case List<?> list -> list.stream().map(Validator::comparable).toList();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), e -> comparable(e.getValue())));
            default -> value;
        };
    }
}
