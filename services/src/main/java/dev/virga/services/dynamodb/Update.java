package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What an update does to an item: from an UpdateExpression or from AttributeUpdates. Every value
/// is computed from the item as it was before.
final class Update {
    /// @param path where
    record Action(DocumentPath path, Change change) {}

    sealed interface Change {}

    /// SET
    record Assign(Operand value) implements Change {}

    record Remove() implements Change {}

    record Add(AttributeValue value) implements Change {}

    /// Elements that leave a set.
    record Delete(AttributeValue value) implements Change {}

    sealed interface Operand {}

    record Path(DocumentPath path) implements Operand {}

    record Constant(AttributeValue value) implements Operand {}

    record Arithmetic(boolean plus, Operand left, Operand right) implements Operand {}

    record IfNotExists(DocumentPath path, Operand otherwise) implements Operand {}

    record ListAppend(Operand first, Operand second) implements Operand {}

    private final List<Action> actions;
    private final PathTree<Change> tree = new PathTree<>();

    /// @param error makes the error of overlapping paths
    Update(List<Action> actions, Function<String, AwsException> error) {
        this.actions = actions;
        for (Action action : actions) {
            tree.add(action.path, action.change, error);
        }
    }

    List<Action> actions() {
        return actions;
    }

    List<DocumentPath> paths() {
        return actions.stream().map(Action::path).toList();
    }

    /// The item as it is afterwards; the given one stays as it is.
    Map<String, AttributeValue> apply(Map<String, AttributeValue> item) {
        return changeMap(tree, item, item);
    }

    private static Map<String, AttributeValue> changeMap(
            PathTree<Change> tree, Map<String, AttributeValue> values, Map<String, AttributeValue> item) {
        Map<String, AttributeValue> changed = new LinkedHashMap<>(values);
        tree.children.forEach((element, child) -> {
            String name = ((DocumentPath.Attribute) element).name();
            AttributeValue value = changeValue(child, values.get(name), item);
            if (value == null) {
                changed.remove(name);
            } else {
                changed.put(name, value);
            }
        });
        return changed;
    }

    /// Null when nothing is left there.
    private static @Nullable AttributeValue changeValue(
            PathTree<Change> tree, @Nullable AttributeValue value, Map<String, AttributeValue> item) {
        Change change = tree.end;
        if (change != null) {
            return change(change, value, item);
        }
        boolean list = tree.children.keySet().iterator().next() instanceof DocumentPath.Position;
        if (list && value instanceof AttributeValue.L l) {
            return new AttributeValue.L(changeList(tree, l.value(), item));
        }
        if (!list && value instanceof AttributeValue.M m) {
            return new AttributeValue.M(changeMap(tree, m.value(), item));
        }
        throw DynamodbErrors.validation("The document path provided in the update expression is invalid for update");
    }

    /// Positions mean the list as it was; what is set beyond its end is appended in order.
    private static List<AttributeValue> changeList(
            PathTree<Change> tree, List<AttributeValue> values, Map<String, AttributeValue> item) {
        Map<Integer, @Nullable AttributeValue> byPosition = new TreeMap<>();
        for (int i = 0; i < values.size(); i++) {
            byPosition.put(i, values.get(i));
        }
        tree.children.forEach((element, child) -> {
            int index = ((DocumentPath.Position) element).index();
            byPosition.put(index, changeValue(child, index < values.size() ? values.get(index) : null, item));
        });
        List<AttributeValue> changed = new ArrayList<>(byPosition.size());
        for (AttributeValue value : byPosition.values()) {
            if (value != null) {
                changed.add(value);
            }
        }
        return changed;
    }

    private static @Nullable AttributeValue change(
            Change change, @Nullable AttributeValue value, Map<String, AttributeValue> item) {
        return switch (change) {
            case Assign assign -> evaluate(assign.value, item);
            case Remove remove -> null;
            case Add add -> add(value, add.value);
            case Delete delete -> delete(value, delete.value);
        };
    }

    private static AttributeValue evaluate(Operand operand, Map<String, AttributeValue> item) {
        return switch (operand) {
            case Constant constant -> constant.value;
            case Path path -> {
                AttributeValue value = path.path.in(item);
                if (value == null) {
                    throw DynamodbErrors.validation(
                            "The provided expression refers to an attribute that does not exist in the item");
                }
                yield value;
            }
            case IfNotExists ifNotExists -> {
                AttributeValue value = ifNotExists.path.in(item);
                yield value != null ? value : evaluate(ifNotExists.otherwise, item);
            }
            case ListAppend append -> append(evaluate(append.first, item), evaluate(append.second, item));
            case Arithmetic a -> calculate(a.plus, evaluate(a.left, item), evaluate(a.right, item));
        };
    }

    private static AttributeValue append(AttributeValue first, AttributeValue second) {
        if (!(first instanceof AttributeValue.L one) || !(second instanceof AttributeValue.L two)) {
            throw incorrectType();
        }
        List<AttributeValue> all = new ArrayList<>(one.value());
        all.addAll(two.value());
        return new AttributeValue.L(all);
    }

    private static AttributeValue calculate(boolean plus, AttributeValue left, AttributeValue right) {
        if (!(left instanceof AttributeValue.N l) || !(right instanceof AttributeValue.N r)) {
            throw incorrectType();
        }
        return new AttributeValue.N(
                plus ? DynamoNumber.add(l.value(), r.value()) : DynamoNumber.subtract(l.value(), r.value()));
    }

    private static AttributeValue add(@Nullable AttributeValue value, AttributeValue added) {
        if (value == null) {
            return added;
        }
        if (value instanceof AttributeValue.N n && added instanceof AttributeValue.N a) {
            return new AttributeValue.N(DynamoNumber.add(n.value(), a.value()));
        }
        if (value instanceof AttributeValue.SS set && added instanceof AttributeValue.SS a) {
            return new AttributeValue.SS(union(set.value(), a.value()));
        }
        if (value instanceof AttributeValue.NS set && added instanceof AttributeValue.NS a) {
            return new AttributeValue.NS(union(set.value(), a.value()));
        }
        if (value instanceof AttributeValue.BS set && added instanceof AttributeValue.BS a) {
            List<byte[]> all = new ArrayList<>(set.value());
            all.addAll(without(a.value(), set.value()));
            return new AttributeValue.BS(all);
        }
        throw incorrectType();
    }

    private static List<String> union(List<String> set, List<String> added) {
        java.util.Set<String> all = new java.util.LinkedHashSet<>(set);
        all.addAll(added);
        return new ArrayList<>(all);
    }

    private static List<byte[]> without(List<byte[]> set, List<byte[]> removed) {
        java.util.Set<java.nio.ByteBuffer> gone = new java.util.HashSet<>();
        removed.forEach(b -> gone.add(java.nio.ByteBuffer.wrap(b)));
        return set.stream()
                .filter(b -> !gone.contains(java.nio.ByteBuffer.wrap(b)))
                .toList();
    }

    private static List<String> withoutStrings(List<String> set, List<String> removed) {
        java.util.Set<String> gone = new java.util.HashSet<>(removed);
        return set.stream().filter(s -> !gone.contains(s)).toList();
    }

    private static @Nullable AttributeValue delete(@Nullable AttributeValue value, AttributeValue removed) {
        if (value == null) {
            return null;
        }
        if (value instanceof AttributeValue.SS set && removed instanceof AttributeValue.SS r) {
            List<String> left = withoutStrings(set.value(), r.value());
            return left.isEmpty() ? null : new AttributeValue.SS(left);
        }
        if (value instanceof AttributeValue.NS set && removed instanceof AttributeValue.NS r) {
            List<String> left = withoutStrings(set.value(), r.value());
            return left.isEmpty() ? null : new AttributeValue.NS(left);
        }
        if (value instanceof AttributeValue.BS set && removed instanceof AttributeValue.BS r) {
            List<byte[]> left = without(set.value(), r.value());
            return left.isEmpty() ? null : new AttributeValue.BS(left);
        }
        throw incorrectType();
    }

    private static AwsException incorrectType() {
        return DynamodbErrors.validation("An operand in the update expression has an incorrect data type");
    }
}
