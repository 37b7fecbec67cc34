package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A secondary index.
///
/// @param number part of its keys; never used again in this table
/// @param projectionType `ALL`, `KEYS_ONLY` or `INCLUDE`
/// @param active false while it is being filled: it is maintained then, but not read
record IndexDefinition(
        String name,
        int number,
        boolean global,
        KeySchema schema,
        String projectionType,
        List<String> nonKeyAttributes,
        boolean active,
        Throughput throughput) {
    boolean projectsAll() {
        return projectionType.equals("ALL");
    }

    IndexDefinition activated() {
        return new IndexDefinition(name, number, global, schema, projectionType, nonKeyAttributes, true, throughput);
    }

    /// Made for a table that has items already.
    IndexDefinition filling() {
        return new IndexDefinition(name, number, global, schema, projectionType, nonKeyAttributes, false, throughput);
    }

    IndexDefinition withThroughput(Throughput changed) {
        return new IndexDefinition(name, number, global, schema, projectionType, nonKeyAttributes, active, changed);
    }

    /// What the index keeps of an item.
    Map<String, AttributeValue> project(Map<String, AttributeValue> item, KeySchema table) {
        if (projectsAll()) {
            return item;
        }
        Map<String, AttributeValue> projected = new LinkedHashMap<>();
        for (String name : projectedNames(table)) {
            AttributeValue value = item.get(name);
            if (value != null) {
                projected.put(name, value);
            }
        }
        return projected;
    }

    private Set<String> projectedNames(KeySchema table) {
        Set<String> names = new LinkedHashSet<>(table.names());
        names.addAll(schema.names());
        names.addAll(nonKeyAttributes);
        return names;
    }

    /// Whether the index has this top-level attribute of every item.
    boolean projects(String attribute, KeySchema table) {
        return projectsAll() || projectedNames(table).contains(attribute);
    }

    /// The item belongs into the index: it has every key attribute, in the right type and not
    /// empty.
    boolean holds(@Nullable Map<String, AttributeValue> item) {
        if (item == null) {
            return false;
        }
        for (KeySchema.KeyAttribute attribute : schema.attributes()) {
            AttributeValue value = item.get(attribute.name());
            if (value == null || !AttributeValues.type(value).equals(attribute.type()) || KeyValues.isEmpty(value)) {
                return false;
            }
        }
        return true;
    }
}
