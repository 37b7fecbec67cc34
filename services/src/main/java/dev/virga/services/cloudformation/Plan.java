package dev.virga.services.cloudformation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The resources that a template asks for, checked, with what each depends on.
record Plan(Map<String, Entry> entries) {
    /// CloudFormation's quota.
    private static final int MAX_RESOURCES = 500;

    private static final int MAX_LOGICAL_ID = 255;

    private static final Set<String> ATTRIBUTES = Set.of(
            "Type",
            "Properties",
            "DependsOn",
            "Condition",
            "Metadata",
            "DeletionPolicy",
            "UpdateReplacePolicy",
            "CreationPolicy",
            "UpdatePolicy");

    /// @param properties not evaluated, without `Fn::If`
    record Entry(
            String logicalId,
            ResourceType type,
            Map<String, @Nullable Object> properties,
            Set<String> dependsOn,
            String deletionPolicy,
            String updateReplacePolicy) {}

    /// @throws dev.virga.wire.AwsException ValidationError when the template cannot be deployed
    static Plan of(Template template, Map<String, Object> parameters, Surroundings surroundings, ResourceTypes types) {
        Map<String, @Nullable Object> resources = template.section("Resources");
        if (resources.isEmpty()) {
            throw CfnErrors.validation("Template format error: At least one Resources member must be defined.");
        }
        if (resources.size() > MAX_RESOURCES) {
            throw CfnErrors.validation("Template format error: Number of resources, " + resources.size()
                    + ", is greater than maximum allowed, " + MAX_RESOURCES);
        }
        resources.keySet().forEach(id -> form(template, id));
        types.check(template);
        Conditions conditions = new Intrinsics(template, parameters, surroundings, Values.NONE).conditions();
        Set<String> active = new LinkedHashSet<>();
        for (String id : resources.keySet()) {
            Object condition = template.entry("Resources", id).get("Condition");
            if (!(condition instanceof String name) || conditions.isTrue(name)) {
                active.add(id);
            }
        }
        Map<String, Entry> entries = new LinkedHashMap<>();
        Set<String> dangling = new TreeSet<>();
        for (String id : active) {
            entries.put(id, entry(template, id, conditions, parameters, surroundings, types, active, dangling));
        }
        if (!dangling.isEmpty()) {
            throw CfnErrors.validation("Template format error: Unresolved resource dependencies ["
                    + String.join(", ", dangling) + "] in the Resources block of the template"
                    + place(template, dangling));
        }
        refuseCycles(entries);
        return new Plan(entries);
    }

    private static void form(Template template, String id) {
        String where = template.where("Resources", id);
        boolean plain = !id.isEmpty()
                && id.length() <= MAX_LOGICAL_ID
                && id.chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
        if (!plain) {
            throw CfnErrors.validation("Template format error: Resource name " + id + " is non alphanumeric." + where);
        }
        Map<String, @Nullable Object> resource = template.entry("Resources", id);
        if (!(resource.get("Type") instanceof String)) {
            throw CfnErrors.validation("Template format error: [/Resources/" + id
                    + "] Every Resources object must contain a Type member." + where);
        }
        for (String attribute : resource.keySet()) {
            if (!ATTRIBUTES.contains(attribute)) {
                throw CfnErrors.validation("Invalid template resource property '" + attribute + "'"
                        + template.where("Resources", id, attribute));
            }
        }
        for (String refused : List.of("CreationPolicy", "UpdatePolicy")) {
            if (resource.containsKey(refused)) {
                throw CfnErrors.validation(
                        refused + " is not supported by Virga yet." + template.where("Resources", id, refused));
            }
        }
    }

    private static Entry entry(
            Template template,
            String id,
            Conditions conditions,
            Map<String, Object> parameters,
            Surroundings surroundings,
            ResourceTypes types,
            Set<String> active,
            Set<String> dangling) {
        Map<String, @Nullable Object> resource = template.entry("Resources", id);
        ResourceType type = types.get(resource.get("Type"));
        Object pruned = conditions.prune(resource.get("Properties"));
        String where = template.where("Resources", id, "Properties");
        Map<String, @Nullable Object> properties = pruned == null
                ? Map.of()
                : Template.map(
                        pruned, "Template format error: [/Resources/" + id + "/Properties] must be an object." + where);
        properties = new LinkedHashMap<>(properties);
        properties.values().removeIf(Plan::isNoValue);
        type.schema().check(type.name(), properties, where);
        Set<String> dependsOn = new LinkedHashSet<>();
        for (String name : References.of(properties)) {
            if (active.contains(name)) {
                dependsOn.add(name);
            } else if (!parameters.containsKey(name) && surroundings.pseudo(name) == null) {
                dangling.add(name);
            }
        }
        Set<String> all = template.section("Resources").keySet();
        for (Object other : Template.list(resource.get("DependsOn"))) {
            String name = String.valueOf(other);
            if (active.contains(name)) {
                dependsOn.add(name);
            } else if (!all.contains(name)) {
                dangling.add(name);
            }
        }
        return new Entry(
                id,
                type,
                properties,
                dependsOn,
                policy(template, id, "DeletionPolicy", "Delete"),
                policy(template, id, "UpdateReplacePolicy", "Delete"));
    }

    private static boolean isNoValue(@Nullable Object value) {
        return value instanceof Map<?, ?> map && map.size() == 1 && "AWS::NoValue".equals(map.get("Ref"));
    }

    private static String policy(Template template, String id, String attribute, String otherwise) {
        Object value = template.entry("Resources", id).get(attribute);
        if (value == null) {
            return otherwise;
        }
        if (value instanceof String text
                && Set.of("Delete", "Retain", "RetainExceptOnCreate").contains(text)) {
            return text;
        }
        throw CfnErrors.validation("Template error: resource " + id + " has " + attribute + " " + value
                + ", Virga supports Delete, Retain and RetainExceptOnCreate"
                + template.where("Resources", id, attribute));
    }

    /// Where the first resource stands that uses one of the names.
    private static String place(Template template, Set<String> names) {
        for (String id : template.section("Resources").keySet()) {
            Map<String, @Nullable Object> resource = template.entry("Resources", id);
            Set<String> used = new LinkedHashSet<>(References.of(resource.get("Properties")));
            Template.list(resource.get("DependsOn")).forEach(other -> used.add(String.valueOf(other)));
            used.retainAll(names);
            if (!used.isEmpty()) {
                return template.where("Resources", id);
            }
        }
        return "";
    }

    /// Takes away, again and again, what nothing depends on and what depends on nothing: cycles
    /// stay.
    private static void refuseCycles(Map<String, Entry> entries) {
        Set<String> left = new LinkedHashSet<>(entries.keySet());
        boolean shrunk = true;
        while (shrunk && !left.isEmpty()) {
            Set<String> needed = new LinkedHashSet<>();
            for (String id : left) {
                entry(entries, id).dependsOn().stream().filter(left::contains).forEach(needed::add);
            }
            shrunk = left.removeIf(id -> !needed.contains(id));
            List<String> free = new ArrayList<>();
            for (String id : left) {
                if (entry(entries, id).dependsOn().stream().noneMatch(left::contains)) {
                    free.add(id);
                }
            }
            shrunk |= left.removeAll(free);
        }
        if (!left.isEmpty()) {
            throw CfnErrors.validation("Circular dependency between resources: [" + String.join(", ", left) + "]");
        }
    }

    private static Entry entry(Map<String, Entry> entries, String id) {
        Entry entry = entries.get(id);
        if (entry == null) {
            throw new IllegalStateException("no resource " + id);
        }
        return entry;
    }

    Entry entry(String id) {
        return entry(entries, id);
    }

    Map<String, Set<String>> dependencies() {
        Map<String, Set<String>> all = new LinkedHashMap<>();
        entries.forEach((id, entry) -> all.put(id, entry.dependsOn()));
        return all;
    }
}
