package dev.virga.services.dynamodb;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which attributes find an item in a table or an index.
///
/// @param partition HASH
/// @param sort RANGE, or null
record KeySchema(KeyAttribute partition, @Nullable KeyAttribute sort) {
    /// @param type `S`, `N` or `B`
    record KeyAttribute(String name, String type) {}

    List<KeyAttribute> attributes() {
        List<KeyAttribute> all = new ArrayList<>(2);
        all.add(partition);
        if (sort != null) {
            all.add(sort);
        }
        return all;
    }

    boolean has(String attribute) {
        return partition.name.equals(attribute) || (sort != null && sort.name.equals(attribute));
    }

    List<String> names() {
        return attributes().stream().map(KeyAttribute::name).toList();
    }
}
