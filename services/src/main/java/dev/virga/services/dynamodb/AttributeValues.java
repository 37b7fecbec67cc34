package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/// Validity, equality and order of attribute values.
final class AttributeValues {
    private static final String INVALID = "One or more parameter values were invalid: ";

    private AttributeValues() {}

    /// `S`, `N`, … as requests and errors name it.
    static String type(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S v -> "S";
            case AttributeValue.N v -> "N";
            case AttributeValue.B v -> "B";
            case AttributeValue.BOOL v -> "BOOL";
            case AttributeValue.NULL v -> "NULL";
            case AttributeValue.SS v -> "SS";
            case AttributeValue.NS v -> "NS";
            case AttributeValue.BS v -> "BS";
            case AttributeValue.L v -> "L";
            case AttributeValue.M v -> "M";
        };
    }

    /// Checks a value that a client sent and brings its numbers into canonical form. Returns the
    /// same object when nothing had to change.
    static AttributeValue checked(@Nullable AttributeValue value) {
        return checked(value, 0);
    }

    /// The same for the attributes of an item or the entries of a map of values.
    static Map<String, AttributeValue> checked(Map<String, AttributeValue> values) {
        return checked(values, 0);
    }

    private static AttributeValue checked(@Nullable AttributeValue value, int depth) {
        return switch (value) {
            case null ->
                throw DynamodbErrors.validation(
                        "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
            case AttributeValue.S s -> s;
            case AttributeValue.B b -> b;
            case AttributeValue.BOOL b -> b;
            case AttributeValue.N n -> {
                String canonical = DynamoNumber.canonical(n.value());
                yield canonical.equals(n.value()) ? n : new AttributeValue.N(canonical);
            }
            case AttributeValue.NULL n -> {
                if (!n.value()) {
                    throw DynamodbErrors.validation(INVALID + "Null attribute value types must have the value of true");
                }
                yield n;
            }
            case AttributeValue.SS set -> checkedStrings(set);
            case AttributeValue.NS set -> checkedNumbers(set);
            case AttributeValue.BS set -> checkedBinaries(set);
            case AttributeValue.L list -> checkedList(list, depth + 1);
            case AttributeValue.M map -> {
                checkDepth(depth + 1);
                Map<String, AttributeValue> checked = checked(map.value(), depth + 1);
                yield checked == map.value() ? map : new AttributeValue.M(checked);
            }
        };
    }

    private static Map<String, AttributeValue> checked(Map<String, AttributeValue> values, int depth) {
        Map<String, AttributeValue> changed = null;
        for (Map.Entry<String, AttributeValue> e : values.entrySet()) {
            AttributeValue checked = checked(e.getValue(), depth);
            if (checked != e.getValue()) {
                changed = changed == null ? new LinkedHashMap<>(values) : changed;
                changed.put(e.getKey(), checked);
            }
        }
        return changed == null ? values : changed;
    }

    private static void checkDepth(int depth) {
        if (depth > ItemSize.MAX_NESTING) {
            throw DynamodbErrors.validation("Nesting Levels have exceeded supported limits");
        }
    }

    private static AttributeValue checkedList(AttributeValue.L list, int depth) {
        checkDepth(depth);
        List<AttributeValue> changed = null;
        for (int i = 0; i < list.value().size(); i++) {
            AttributeValue element = list.value().get(i);
            AttributeValue checked = checked(element, depth);
            if (checked != element) {
                changed = changed == null ? new ArrayList<>(list.value()) : changed;
                changed.set(i, checked);
            }
        }
        return changed == null ? list : new AttributeValue.L(changed);
    }

    private static void checkNoNulls(List<?> elements) {
        for (Object element : elements) {
            if (element == null) {
                throw DynamodbErrors.validation(INVALID + "An element of a set may not be null");
            }
        }
    }

    private static AttributeValue checkedStrings(AttributeValue.SS set) {
        if (set.value().isEmpty()) {
            throw DynamodbErrors.validation(INVALID + "An string set  may not be empty");
        }
        checkNoNulls(set.value());
        if (new HashSet<>(set.value()).size() < set.value().size()) {
            throw DynamodbErrors.validation(INVALID + "Input collection " + set.value() + " contains duplicates.");
        }
        return set;
    }

    private static AttributeValue checkedNumbers(AttributeValue.NS set) {
        if (set.value().isEmpty()) {
            throw DynamodbErrors.validation(INVALID + "An number set  may not be empty");
        }
        List<String> canonical = new ArrayList<>(set.value().size());
        for (String number : set.value()) {
            canonical.add(DynamoNumber.canonical(number));
        }
        if (new HashSet<>(canonical).size() < canonical.size()) {
            throw DynamodbErrors.validation("Input collection contains duplicates");
        }
        return canonical.equals(set.value()) ? set : new AttributeValue.NS(canonical);
    }

    private static AttributeValue checkedBinaries(AttributeValue.BS set) {
        if (set.value().isEmpty()) {
            throw DynamodbErrors.validation(INVALID + "Binary sets should not be empty");
        }
        checkNoNulls(set.value());
        Set<java.nio.ByteBuffer> seen = new HashSet<>();
        for (byte[] element : set.value()) {
            if (!seen.add(java.nio.ByteBuffer.wrap(element))) {
                throw DynamodbErrors.validation(INVALID + "Input collection of type BS contains duplicates.");
            }
        }
        return set;
    }

    /// Both of one type and the same value; sets in any order. Numbers must be canonical.
    static boolean equal(@Nullable AttributeValue left, @Nullable AttributeValue right) {
        if (left == null || right == null) {
            return false;
        }
        return switch (left) {
            case AttributeValue.S l ->
                right instanceof AttributeValue.S r && l.value().equals(r.value());
            case AttributeValue.N l ->
                right instanceof AttributeValue.N r && l.value().equals(r.value());
            case AttributeValue.B l -> right instanceof AttributeValue.B r && Arrays.equals(l.value(), r.value());
            case AttributeValue.BOOL l ->
                right instanceof AttributeValue.BOOL r && l.value().equals(r.value());
            case AttributeValue.NULL l -> right instanceof AttributeValue.NULL;
            case AttributeValue.SS l -> right instanceof AttributeValue.SS r && sameSet(l.value(), r.value());
            case AttributeValue.NS l -> right instanceof AttributeValue.NS r && sameSet(l.value(), r.value());
            case AttributeValue.BS l ->
                right instanceof AttributeValue.BS r && containsAll(l.value(), r.value(), Arrays::equals);
            case AttributeValue.L l -> right instanceof AttributeValue.L r && equalLists(l.value(), r.value());
            case AttributeValue.M l -> right instanceof AttributeValue.M r && equalMaps(l.value(), r.value());
        };
    }

    private static boolean sameSet(List<String> left, List<String> right) {
        return left.size() == right.size() && new HashSet<>(left).containsAll(right);
    }

    private static boolean containsAll(List<byte[]> left, List<byte[]> right, BiPredicate<byte[], byte[]> same) {
        return left.size() == right.size()
                && left.stream().allMatch(l -> right.stream().anyMatch(r -> same.test(l, r)));
    }

    private static boolean equalLists(List<AttributeValue> left, List<AttributeValue> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!equal(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    static boolean equalMaps(Map<String, AttributeValue> left, Map<String, AttributeValue> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (Map.Entry<String, AttributeValue> e : left.entrySet()) {
            if (!equal(e.getValue(), right.get(e.getKey()))) {
                return false;
            }
        }
        return true;
    }

    /// Has an order: only strings, numbers and binaries of one type do.
    static boolean comparable(@Nullable AttributeValue left, @Nullable AttributeValue right) {
        return (left instanceof AttributeValue.S && right instanceof AttributeValue.S)
                || (left instanceof AttributeValue.N && right instanceof AttributeValue.N)
                || (left instanceof AttributeValue.B && right instanceof AttributeValue.B);
    }

    /// Of two values that are [#comparable].
    static int compare(AttributeValue left, AttributeValue right) {
        if (left instanceof AttributeValue.S l && right instanceof AttributeValue.S r) {
            return compareUtf8(l.value(), r.value());
        }
        if (left instanceof AttributeValue.N l && right instanceof AttributeValue.N r) {
            return DynamoNumber.compare(l.value(), r.value());
        }
        if (left instanceof AttributeValue.B l && right instanceof AttributeValue.B r) {
            return Arrays.compareUnsigned(l.value(), r.value());
        }
        throw new IllegalStateException(type(left) + " and " + type(right) + " have no order");
    }

    /// In the order of UTF-8 bytes, which is that of code points and not of Java's characters.
    static int compareUtf8(String left, String right) {
        int shorter = Math.min(left.length(), right.length());
        for (int i = 0; i < shorter; i++) {
            char l = left.charAt(i);
            char r = right.charAt(i);
            if (l != r) {
                boolean leftHigh = Character.isSurrogate(l);
                boolean rightHigh = Character.isSurrogate(r);
                return leftHigh == rightHigh ? Character.compare(l, r) : leftHigh ? 1 : -1;
            }
        }
        return Integer.compare(left.length(), right.length());
    }
}
