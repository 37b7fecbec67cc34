package dev.virga.services.cloudformation;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Which names an expression uses: `Ref`, `Fn::GetAtt` and `Fn::Sub`.
final class References {
    private final Set<String> names = new LinkedHashSet<>();

    private References() {}

    /// Names of parameters, pseudo parameters and resources.
    static Set<String> of(@Nullable Object tree) {
        References references = new References();
        references.collect(tree);
        return references.names;
    }

    private void collect(@Nullable Object tree) {
        if (tree instanceof List<?> list) {
            list.forEach(this::collect);
        } else if (tree instanceof Map<?, ?> map) {
            if (Template.intrinsic(map)) {
                String function = map.keySet().iterator().next().toString();
                called(function, map.get(function));
            } else {
                map.values().forEach(this::collect);
            }
        }
    }

    private void called(String function, @Nullable Object argument) {
        switch (function) {
            case "Ref" -> {
                if (argument instanceof String name) {
                    names.add(name);
                }
            }
            case "Fn::GetAtt" -> attribute(argument);
            case "Fn::Sub" -> substitution(argument);
            default -> collect(argument);
        }
    }

    private void attribute(@Nullable Object argument) {
        List<?> parts = Template.list(argument);
        if (!parts.isEmpty() && parts.getFirst() instanceof String name) {
            int dot = parts.size() == 1 ? name.indexOf('.') : -1;
            names.add(dot < 0 ? name : name.substring(0, dot));
            parts.subList(1, parts.size()).forEach(this::collect);
        }
    }

    private void substitution(@Nullable Object argument) {
        Object pattern = argument;
        Map<?, ?> own = Map.of();
        if (argument instanceof List<?> list && list.size() == 2 && list.get(1) instanceof Map<?, ?> map) {
            pattern = list.getFirst();
            own = map;
            own.values().forEach(this::collect);
        }
        if (!(pattern instanceof String text)) {
            return;
        }
        for (int at = text.indexOf("${"); at >= 0; at = text.indexOf("${", at + 2)) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                return;
            }
            String name = text.substring(at + 2, end).strip();
            if (!name.startsWith("!") && isName(name) && !own.containsKey(name)) {
                int dot = name.indexOf('.');
                names.add(dot < 0 ? name : name.substring(0, dot));
            }
        }
    }

    /// Whether `Fn::Sub` takes it as a variable.
    static boolean isName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && !(c >= '0' && c <= '9') && c != '_' && c != '.' && c != ':') {
                return false;
            }
        }
        return !name.isEmpty();
    }
}
