package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a template calls `Fn.Version` or `Layer`, and the logical ids that the transform gave them.
final class SamReferences {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9]+)((?:\\.[A-Za-z0-9.]+)?)\\}");

    private final Map<String, Map<String, String>> generated = new HashMap<>();
    private final Map<String, String> renamed = new HashMap<>();

    /// `owner.property` in the template means the resource `logicalId`.
    void generated(String owner, String property, String logicalId) {
        generated.computeIfAbsent(owner, key -> new HashMap<>()).put(property, logicalId);
    }

    void renamed(String old, String logicalId) {
        renamed.put(old, logicalId);
    }

    /// Rewrites every reference inside the tree, in place.
    void rewrite(@Nullable Object tree) {
        if (generated.isEmpty() && renamed.isEmpty()) {
            return;
        }
        List<@Nullable Object> list = Tree.items(tree);
        if (list != null) {
            list.forEach(this::rewrite);
            return;
        }
        Map<String, @Nullable Object> map = Tree.object(tree);
        if (map == null) {
            return;
        }
        if (map.size() == 1) {
            Entry<String, @Nullable Object> only = map.entrySet().iterator().next();
            switch (only.getKey()) {
                case "Ref" -> only.setValue(reference(only.getValue()));
                case "Fn::GetAtt" -> only.setValue(attribute(only.getValue()));
                case "Fn::Sub" -> only.setValue(pattern(only.getValue()));
                default -> {}
            }
        }
        map.values().forEach(this::rewrite);
    }

    /// DependsOn with the logical ids that renamed resources have now.
    void rewriteDependsOn(Map<String, @Nullable Object> resource) {
        Object given = resource.get("DependsOn");
        if (given instanceof String name) {
            resource.put("DependsOn", renamed.getOrDefault(name, name));
        }
        List<@Nullable Object> names = Tree.items(given);
        if (names != null) {
            names.replaceAll(name -> name instanceof String text ? renamed.getOrDefault(text, text) : name);
        }
    }

    private @Nullable Object reference(@Nullable Object value) {
        return value instanceof String text ? target(text) : value;
    }

    private String target(String text) {
        int dot = text.indexOf('.');
        if (dot < 0) {
            return renamed.getOrDefault(text, text);
        }
        Map<String, String> properties = generated.getOrDefault(text.substring(0, dot), Map.of());
        return properties.getOrDefault(text.substring(dot + 1), text);
    }

    private @Nullable Object attribute(@Nullable Object value) {
        List<@Nullable Object> parts = Tree.items(value);
        if (parts == null || parts.size() < 2 || !(parts.getFirst() instanceof String owner)) {
            return value;
        }
        List<@Nullable Object> result = new ArrayList<>(parts);
        if (renamed.containsKey(owner)) {
            result.set(0, renamed.get(owner));
            return result;
        }
        if (!parts.stream().allMatch(String.class::isInstance)) {
            return value;
        }
        // [Fn, Version.Arn], [Fn.Version, Arn] and [Fn, Version, Arn] are the same.
        String all = String.join(".", parts.stream().map(String::valueOf).toList());
        String[] pieces = all.split("\\.", 3);
        String logicalId = pieces.length < 3
                ? null
                : generated.getOrDefault(pieces[0], Map.of()).get(pieces[1]);
        return logicalId == null ? value : Tree.list(logicalId, pieces[2]);
    }

    private @Nullable Object pattern(@Nullable Object value) {
        List<@Nullable Object> parts = Tree.items(value);
        if (parts != null && !parts.isEmpty() && parts.getFirst() instanceof String text) {
            List<@Nullable Object> result = new ArrayList<>(parts);
            Map<String, @Nullable Object> own = Tree.objectOrEmpty(parts.getLast());
            result.set(0, substitute(text, own));
            return result;
        }
        return value instanceof String text ? substitute(text, Map.of()) : value;
    }

    private String substitute(String text, Map<String, @Nullable Object> own) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            String owner = match.group(1);
            String rest = match.group(2);
            if (own.containsKey(owner)) {
                return Matcher.quoteReplacement(match.group());
            }
            if (renamed.containsKey(owner)) {
                return Matcher.quoteReplacement("${" + renamed.get(owner) + rest + "}");
            }
            String[] pieces = rest.isEmpty() ? new String[0] : rest.substring(1).split("\\.", 2);
            String found = pieces.length == 0
                    ? null
                    : generated.getOrDefault(owner, Map.of()).get(pieces[0]);
            String attribute = pieces.length > 1 ? "." + pieces[1] : "";
            return Matcher.quoteReplacement(found == null ? match.group() : "${" + found + attribute + "}");
        });
    }
}
