package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A condition that is ready to be tested against items: the one evaluation for condition, filter
/// and key condition expressions and for the legacy parameters.
sealed interface Condition {
    record And(Condition left, Condition right) implements Condition {}

    record Or(Condition left, Condition right) implements Condition {}

    record Not(Condition condition) implements Condition {}

    /// @param operator `=`, `<>`, `<`, `<=`, `>`, `>=`
    record Comparison(String operator, Operand left, Operand right) implements Condition {}

    record Between(Operand operand, Operand low, Operand high) implements Condition {}

    record In(Operand operand, List<Operand> candidates) implements Condition {}

    record AttributeExists(Operand path) implements Condition {}

    record AttributeNotExists(Operand path) implements Condition {}

    record AttributeType(Operand path, String type) implements Condition {}

    record BeginsWith(Operand operand, Operand prefix) implements Condition {}

    record Contains(Operand operand, Operand part) implements Condition {}

    /// Something that has a value in an item.
    sealed interface Operand {
        /// Null when the item has none.
        @Nullable
        AttributeValue in(Map<String, AttributeValue> item);
    }

    record Path(DocumentPath path) implements Operand {
        @Override
        public @Nullable AttributeValue in(Map<String, AttributeValue> item) {
            return path.in(item);
        }
    }

    record Constant(AttributeValue value) implements Operand {
        @Override
        public AttributeValue in(Map<String, AttributeValue> item) {
            return value;
        }
    }

    /// `size(operand)`
    record Size(Operand operand) implements Operand {
        @Override
        public @Nullable AttributeValue in(Map<String, AttributeValue> item) {
            int size =
                    switch (operand.in(item)) {
                        case AttributeValue.S s -> s.value().length();
                        case AttributeValue.B b -> b.value().length;
                        case AttributeValue.SS set -> set.value().size();
                        case AttributeValue.NS set -> set.value().size();
                        case AttributeValue.BS set -> set.value().size();
                        case AttributeValue.L list -> list.value().size();
                        case AttributeValue.M map -> map.value().size();
                        case null, default -> -1;
                    };
            return size < 0 ? null : new AttributeValue.N(Integer.toString(size));
        }
    }

    /// @param item empty when there is no item
    default boolean test(Map<String, AttributeValue> item) {
        return switch (this) {
            case And and -> and.left.test(item) && and.right.test(item);
            case Or or -> or.left.test(item) || or.right.test(item);
            case Not not -> !not.condition.test(item);
            case Comparison c -> compare(c.operator, c.left.in(item), c.right.in(item));
            case Between b -> {
                AttributeValue value = b.operand.in(item);
                yield compare(">=", value, b.low.in(item)) && compare("<=", value, b.high.in(item));
            }
            case In in -> {
                AttributeValue value = in.operand.in(item);
                yield in.candidates.stream().anyMatch(c -> AttributeValues.equal(value, c.in(item)));
            }
            case AttributeExists e -> e.path.in(item) != null;
            case AttributeNotExists e -> e.path.in(item) == null;
            case AttributeType t -> {
                AttributeValue value = t.path.in(item);
                yield value != null && AttributeValues.type(value).equals(t.type);
            }
            case BeginsWith b -> beginsWith(b.operand.in(item), b.prefix.in(item));
            case Contains c -> contains(c.operand.in(item), c.part.in(item));
        };
    }

    private static boolean compare(String operator, @Nullable AttributeValue left, @Nullable AttributeValue right) {
        if (operator.equals("=")) {
            return AttributeValues.equal(left, right);
        }
        if (operator.equals("<>")) {
            return !AttributeValues.equal(left, right);
        }
        if (left == null || right == null || !AttributeValues.comparable(left, right)) {
            return false;
        }
        int order = AttributeValues.compare(left, right);
        return switch (operator) {
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            case ">=" -> order >= 0;
            default -> throw new IllegalStateException(operator);
        };
    }

    private static boolean beginsWith(@Nullable AttributeValue value, @Nullable AttributeValue prefix) {
        if (value instanceof AttributeValue.S s && prefix instanceof AttributeValue.S p) {
            return s.value().startsWith(p.value());
        }
        if (value instanceof AttributeValue.B b && prefix instanceof AttributeValue.B p) {
            byte[] start = p.value();
            return b.value().length >= start.length
                    && Arrays.equals(b.value(), 0, start.length, start, 0, start.length);
        }
        return false;
    }

    private static boolean contains(@Nullable AttributeValue value, @Nullable AttributeValue part) {
        return switch (value) {
            case AttributeValue.S s ->
                part instanceof AttributeValue.S p && s.value().contains(p.value());
            case AttributeValue.B b -> part instanceof AttributeValue.B p && indexOf(b.value(), p.value()) >= 0;
            case AttributeValue.SS set ->
                part instanceof AttributeValue.S p && set.value().contains(p.value());
            case AttributeValue.NS set ->
                part instanceof AttributeValue.N p && set.value().contains(p.value());
            case AttributeValue.BS set ->
                part instanceof AttributeValue.B p && set.value().stream().anyMatch(b -> Arrays.equals(b, p.value()));
            case AttributeValue.L list -> list.value().stream().anyMatch(v -> AttributeValues.equal(v, part));
            case null, default -> false;
        };
    }

    private static int indexOf(byte[] value, byte[] part) {
        for (int i = 0; i + part.length <= value.length; i++) {
            if (Arrays.equals(value, i, i + part.length, part, 0, part.length)) {
                return i;
            }
        }
        return -1;
    }

    /// Adds the paths that the condition looks at.
    default void collectPaths(Set<DocumentPath> paths) {
        switch (this) {
            case And and -> {
                and.left.collectPaths(paths);
                and.right.collectPaths(paths);
            }
            case Or or -> {
                or.left.collectPaths(paths);
                or.right.collectPaths(paths);
            }
            case Not not -> not.condition.collectPaths(paths);
            case Comparison c -> collectPaths(paths, List.of(c.left, c.right));
            case Between b -> collectPaths(paths, List.of(b.operand, b.low, b.high));
            case In in -> {
                collectPaths(paths, List.of(in.operand));
                collectPaths(paths, in.candidates);
            }
            case AttributeExists e -> collectPaths(paths, List.of(e.path));
            case AttributeNotExists e -> collectPaths(paths, List.of(e.path));
            case AttributeType t -> collectPaths(paths, List.of(t.path));
            case BeginsWith b -> collectPaths(paths, List.of(b.operand, b.prefix));
            case Contains c -> collectPaths(paths, List.of(c.operand, c.part));
        }
    }

    private static void collectPaths(Set<DocumentPath> paths, List<Operand> operands) {
        for (Operand operand : operands) {
            switch (operand) {
                case Path p -> paths.add(p.path);
                case Size s -> collectPaths(paths, List.of(s.operand));
                case Constant c -> {}
            }
        }
    }
}
