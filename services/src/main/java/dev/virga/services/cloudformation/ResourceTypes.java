package dev.virga.services.cloudformation;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// The resource types that there are.
final class ResourceTypes {
    private final Map<String, ResourceType> byName = new TreeMap<>();

    ResourceTypes(Collection<ResourceType> types) {
        types.forEach(type -> byName.put(type.name(), type));
    }

    Set<String> names() {
        return byName.keySet();
    }

    ResourceType get(@Nullable Object name) {
        ResourceType type = name instanceof String text ? byName.get(text) : null;
        if (type == null) {
            throw unsupported(Set.of(String.valueOf(name)), "");
        }
        return type;
    }

    /// Before anything is made: every type of the template must be there, also those of resources
    /// whose condition is false.
    void check(Template template) {
        Map<String, String> unknown = new LinkedHashMap<>();
        for (String id : template.section("Resources").keySet()) {
            String type = String.valueOf(template.entry("Resources", id).get("Type"));
            if (!byName.containsKey(type)) {
                unknown.putIfAbsent(type, template.where("Resources", id));
            }
        }
        if (!unknown.isEmpty()) {
            throw unsupported(
                    new LinkedHashSet<>(unknown.keySet()),
                    unknown.values().iterator().next());
        }
    }

    private RuntimeException unsupported(Set<String> unknown, String where) {
        return CfnErrors.validation("Template format error: Unrecognized resource types: [" + String.join(", ", unknown)
                + "]" + where + ". Virga supports: " + String.join(", ", byName.keySet()));
    }
}
