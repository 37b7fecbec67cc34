package dev.virga.services.cloudformation;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The properties of a resource type.
///
/// Each is written as its name with marks: `*` it is required, `!` a change needs a new resource
/// ("Update requires: Replacement"), `-` CloudFormation has it and Virga refuses it by name.
final class Schema {
    private record Rule(boolean required, boolean replaces, boolean refused) {}

    private final Map<String, Rule> rules = new LinkedHashMap<>();

    /// @param properties names and marks, separated by spaces
    Schema(String properties) {
        for (String property : properties.strip().split("\\s+")) {
            if (property.isEmpty()) {
                continue;
            }
            String name = property.replaceAll("[*!-]", "");
            rules.put(name, new Rule(property.contains("*"), property.contains("!"), property.contains("-")));
        }
    }

    /// @param given evaluated or not
    /// @throws dev.virga.wire.AwsException ValidationError
    void check(String type, Map<String, @Nullable Object> given, String where) {
        for (String name : given.keySet()) {
            Rule rule = rules.get(name);
            if (rule == null) {
                throw CfnErrors.validation("Encountered unsupported property " + name + where);
            }
            if (rule.refused) {
                throw CfnErrors.validation(
                        "Property " + name + " of " + type + " is not supported by Virga yet." + where);
            }
        }
        rules.forEach((name, rule) -> {
            if (rule.required && given.get(name) == null) {
                throw CfnErrors.validation("Property " + name + " cannot be empty." + where);
            }
        });
    }

    /// Names of the properties that differ.
    static Set<String> changed(Map<String, @Nullable Object> before, Map<String, @Nullable Object> after) {
        Set<String> names = new TreeSet<>(before.keySet());
        names.addAll(after.keySet());
        names.removeIf(name -> same(before.get(name), after.get(name)));
        return names;
    }

    /// Compares as JSON does: a tree that was read back from its row has other number types.
    private static boolean same(@Nullable Object before, @Nullable Object after) {
        return Objects.equals(before, after) || Template.toJson(before).equals(Template.toJson(after));
    }

    boolean replaces(String property) {
        Rule rule = rules.get(property);
        return rule != null && rule.replaces;
    }

    boolean replaces(Set<String> changed) {
        return changed.stream().anyMatch(this::replaces);
    }
}
