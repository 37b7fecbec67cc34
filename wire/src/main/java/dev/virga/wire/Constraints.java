package dev.virga.wire;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a member demands of its own value, in AWS's words.
final class Constraints {
    /// Characters that a value of an open enum may have.
    static final int MAX_OPEN_VALUE = 256;

    private Constraints() {}

    /// Whether the member demands anything of its own value.
    static boolean any(Member member) {
        Shape.Kind kind = member.target().kind();
        return member.constrained() || kind == Shape.Kind.ENUM || kind == Shape.Kind.INT_ENUM;
    }

    /// Whether the value meets every demand; asked of every value of every request. A value that an
    /// open enum does not have meets them too, but is worth a second look.
    static boolean met(Member member, Object value) {
        if (member.hasLength()) {
            int length = length(value);
            if (length >= 0 && (length > member.max() || length < member.min())) {
                return false;
            }
        }
        if (member.hasRange() && value instanceof Number number) {
            double real = number.doubleValue();
            if (real > member.max() || real < member.min()) {
                return false;
            }
        }
        if (member.pattern() != null && value instanceof String text && !member.satisfiesPattern(text)) {
            return false;
        }
        return !(member.uniqueItems() && value instanceof List<?> list && hasDuplicate(list))
                && isKnown(member.target(), value);
    }

    /// The demands that this value does not meet.
    static List<String> violated(Member member, Object value) {
        Shape target = member.target();
        List<String> found = new ArrayList<>(0);
        int length = member.hasLength() ? length(value) : -1;
        if (length >= 0 && length > member.max()) {
            found.add(maxLength(member));
        }
        if (length >= 0 && length < member.min()) {
            found.add(minLength(member));
        }
        if (member.hasRange() && value instanceof Number number) {
            if (number.doubleValue() > member.max()) {
                found.add(maxValue(member));
            }
            if (number.doubleValue() < member.min()) {
                found.add(minValue(member));
            }
        }
        if (member.pattern() != null && value instanceof String text && !member.satisfiesPattern(text)) {
            found.add(pattern(member));
        }
        if (member.uniqueItems() && value instanceof List<?> list && hasDuplicate(list)) {
            found.add(UNIQUE);
        }
        if (!isAllowed(target, value)) {
            found.add(enumSet(target));
        }
        return found;
    }

    /// All demands, whatever the value.
    static List<String> all(Member member) {
        List<String> found = new ArrayList<>();
        if (member.hasLength() && member.max() < Double.POSITIVE_INFINITY) {
            found.add(maxLength(member));
        }
        if (member.hasLength() && member.min() > Double.NEGATIVE_INFINITY) {
            found.add(minLength(member));
        }
        if (member.hasRange() && member.max() < Double.POSITIVE_INFINITY) {
            found.add(maxValue(member));
        }
        if (member.hasRange() && member.min() > Double.NEGATIVE_INFINITY) {
            found.add(minValue(member));
        }
        if (member.pattern() != null) {
            found.add(pattern(member));
        }
        if (member.uniqueItems()) {
            found.add(UNIQUE);
        }
        if (!member.target().enumValues().isEmpty()
                || !member.target().intEnumValues().isEmpty()) {
            found.add(enumSet(member.target()));
        }
        return found;
    }

    private static final String UNIQUE = "Member must have unique values";

    private static String maxLength(Facet facet) {
        return "Member must have length less than or equal to " + whole(facet.max());
    }

    private static String minLength(Facet facet) {
        return "Member must have length greater than or equal to " + whole(facet.min());
    }

    private static String maxValue(Facet facet) {
        return "Member must have value less than or equal to " + whole(facet.max());
    }

    private static String minValue(Facet facet) {
        return "Member must have value greater than or equal to " + whole(facet.min());
    }

    private static String pattern(Facet facet) {
        return "Member must satisfy regular expression pattern: " + facet.pattern();
    }

    private static String enumSet(Shape shape) {
        List<?> values = shape.kind() == Shape.Kind.ENUM ? shape.enumValues() : shape.intEnumValues();
        return "Member must satisfy enum value set: " + values;
    }

    /// False for a value that the model's enum does not have.
    static boolean isKnown(Shape shape, Object value) {
        return switch (shape.kind()) {
            case ENUM -> shape.hasEnumValue((String) value);
            case INT_ENUM ->
                value instanceof Integer number && shape.intEnumValues().contains(number);
            default -> true;
        };
    }

    private static boolean isAllowed(Shape shape, Object value) {
        return isKnown(shape, value)
                || (shape.openEnum() && value instanceof String text && text.length() <= MAX_OPEN_VALUE);
    }

    private static int length(Object value) {
        return switch (value) {
            case String text -> text.codePointCount(0, text.length());
            case byte[] bytes -> bytes.length;
            case Collection<?> list -> list.size();
            case Map<?, ?> map -> map.size();
            default -> -1;
        };
    }

    private static String whole(double bound) {
        return bound == Math.rint(bound) && Math.abs(bound) < 1e15
                ? Long.toString((long) bound)
                : BigDecimal.valueOf(bound).toPlainString();
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
                Arrays.stream(struct.members()).map(Constraints::comparable).toList();
            case Types.DynamicVariant variant -> List.of(variant.tag(), comparable(variant.value()));
            case List<?> list -> list.stream().map(Constraints::comparable).toList();
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .collect(Collectors.toMap(e -> String.valueOf(e.getKey()), e -> comparable(e.getValue())));
            default -> value;
        };
    }
}
