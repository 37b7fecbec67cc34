package dev.virga.services.dynamodb;

import dev.virga.store.Store;
import java.util.List;

/// A table as an operation found it. Each commit checks that the definition is still the same, so
/// that nothing is written past a new index or into a deleted table.
///
/// @param key of the definition
/// @param domain where its items and index entries are
/// @param unchanged the check for that
record Table(TableDefinition definition, Store.Key key, String domain, List<Store.Check> unchanged) {
    KeySchema schema() {
        return definition.schema();
    }

    boolean hasIndexes() {
        return !definition.indexes().isEmpty();
    }
}
