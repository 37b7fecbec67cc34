package dev.virga.services.cloudformation;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The `Conditions` section. For one thread.
final class Conditions {
    private static final int MIN_OPERANDS = 2;
    private static final int MAX_OPERANDS = 10;

    private final Intrinsics intrinsics;
    private final Template template;
    private final Map<String, Boolean> known = new HashMap<>();
    private final Set<String> open = new HashSet<>();

    Conditions(Intrinsics intrinsics, Template template) {
        this.intrinsics = intrinsics;
        this.template = template;
    }

    boolean isTrue(String name) {
        Boolean before = known.get(name);
        if (before != null) {
            return before;
        }
        Map<String, @Nullable Object> all = template.section("Conditions");
        if (!all.containsKey(name)) {
            throw intrinsics.error("Template format error: Unresolved condition dependency " + name);
        }
        if (!open.add(name)) {
            throw intrinsics.error("Template format error: Circular dependency between conditions: " + open);
        }
        boolean result = test(all.get(name));
        open.remove(name);
        known.put(name, result);
        return result;
    }

    boolean test(@Nullable Object expression) {
        if (!Template.intrinsic(expression) || !(expression instanceof Map<?, ?> map)) {
            return flag(intrinsics.evaluate(expression));
        }
        String function = map.keySet().iterator().next().toString();
        Object argument = map.get(function);
        List<?> operands = Template.list(argument);
        return switch (function) {
            case "Fn::And" -> counted(function, operands).stream().allMatch(this::test);
            case "Fn::Or" -> counted(function, operands).stream().anyMatch(this::test);
            case "Fn::Not" -> !test(only(operands));
            case "Fn::Equals" -> same(operands);
            case "Condition" -> isTrue(intrinsics.string(argument, "Condition"));
            default -> flag(intrinsics.evaluate(expression));
        };
    }

    private List<?> counted(String function, List<?> operands) {
        if (operands.size() < MIN_OPERANDS || operands.size() > MAX_OPERANDS) {
            throw intrinsics.error("Template validation error: Template error: every " + function
                    + " object requires a list of at least 2 and at most 10 boolean parameters.");
        }
        return operands;
    }

    private @Nullable Object only(List<?> operands) {
        if (operands.size() != 1) {
            throw intrinsics.error("Template validation error: Template error: every Fn::Not object requires one"
                    + " boolean parameter.");
        }
        return operands.getFirst();
    }

    private boolean same(List<?> operands) {
        if (operands.size() != 2) {
            throw intrinsics.error("Template error: every Fn::Equals object requires a list of 2 string parameters.");
        }
        Object left = intrinsics.evaluate(operands.get(0));
        Object right = intrinsics.evaluate(operands.get(1));
        String leftText = Template.text(left);
        String rightText = Template.text(right);
        if (leftText != null && rightText != null) {
            return leftText.equals(rightText);
        }
        return left != null && left.equals(right);
    }

    private boolean flag(@Nullable Object value) {
        return switch (String.valueOf(Template.text(value))) {
            case "true" -> true;
            case "false" -> false;
            default -> throw intrinsics.error("Template error: a condition must be true or false");
        };
    }

    /// The tree with every `Fn::If` replaced by the branch that counts.
    @Nullable
    Object prune(@Nullable Object tree) {
        if (tree instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            list.forEach(item -> result.add(prune(item)));
            return result;
        }
        if (!(tree instanceof Map<?, ?> map)) {
            return tree;
        }
        if (map.size() == 1
                && map.get("Fn::If") instanceof List<?> parts
                && parts.size() == 3
                && parts.getFirst() instanceof String condition) {
            return prune(isTrue(condition) ? parts.get(1) : parts.get(2));
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((key, value) -> result.put(key.toString(), prune(value)));
        return result;
    }
}
