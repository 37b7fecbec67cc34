package dev.virga.services.cloudformation;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `Fn::Sub`: a text with `${Name}`, `${Resource.Attribute}` and `${!Literal}`.
final class Substitution {
    private final Intrinsics intrinsics;

    Substitution(Intrinsics intrinsics) {
        this.intrinsics = intrinsics;
    }

    /// @param argument a text, or a list of a text and an object with names of its own
    String of(@Nullable Object argument) {
        Object pattern = argument;
        Map<?, ?> names = Map.of();
        if (argument instanceof List<?> list) {
            if (list.size() != 2 || !(list.get(1) instanceof Map<?, ?> map)) {
                throw form();
            }
            pattern = list.getFirst();
            names = map;
        }
        if (!(pattern instanceof String text)) {
            throw form();
        }
        return replace(text, names);
    }

    private RuntimeException form() {
        return intrinsics.error("Template error: One or more Fn::Sub intrinsic functions don't specify expected"
                + " arguments. Specify a string as first argument, and an optional second argument to specify a"
                + " mapping of values to replace in the string");
    }

    private String replace(String text, Map<?, ?> names) {
        StringBuilder result = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", from)) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                break;
            }
            result.append(text, from, at);
            String name = text.substring(at + 2, end);
            String value = name.startsWith("!") ? "${" + name.substring(1) + "}" : value(name.strip(), names);
            intrinsics.charge(value.length());
            result.append(value);
            from = end + 1;
        }
        return result.append(text, from, text.length()).toString();
    }

    private String value(String name, Map<?, ?> names) {
        if (!References.isName(name)) {
            throw intrinsics.error("Template error: variable names in Fn::Sub syntax must contain only alphanumeric"
                    + " characters, underscores, periods, and colons");
        }
        Object value = names.containsKey(name) ? intrinsics.evaluate(names.get(name)) : lookup(name);
        String text = Template.text(value);
        if (text == null) {
            throw intrinsics.error(
                    "Template error: variable " + name + " in Fn::Sub expression does not resolve to a string");
        }
        return text;
    }

    private Object lookup(String name) {
        Object value = intrinsics.lookup(name);
        if (value != null) {
            return value;
        }
        int dot = name.indexOf('.');
        if (dot <= 0) {
            throw intrinsics.unresolved(name);
        }
        return intrinsics.attribute(name.substring(0, dot), name.substring(dot + 1));
    }
}
