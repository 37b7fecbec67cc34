package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Query and Scan have in common: which index, which attributes (Select), which filter.
///
/// @param index null for the table itself
/// @param whole the items of an index have to be completed from the table
/// @param count only the number of items is wanted
record Selection(
        @Nullable IndexDefinition index,
        boolean whole,
        boolean count,
        @Nullable Condition filter,
        @Nullable ProjectionExpression projection) {

    /// @param projectionParameter `ProjectionExpression`, `AttributesToGet` or null
    static Selection of(
            Table table,
            @Nullable String indexName,
            @Nullable String select,
            boolean consistent,
            @Nullable String projectionParameter,
            @Nullable ProjectionExpression projection,
            @Nullable Condition filter) {
        IndexDefinition index = indexName == null ? null : index(table, indexName);
        if (index != null && index.global() && consistent) {
            throw DynamodbErrors.validation("Consistent reads are not supported on global secondary indexes");
        }
        checkSelect(select, index, projectionParameter);
        checkFilter(filter, table);
        boolean whole = index != null && needsTable(index, table, select, projection, filter);
        return new Selection(index, whole, "COUNT".equals(select), filter, projection);
    }

    private static IndexDefinition index(Table table, String name) {
        IndexDefinition index = table.definition().index(name);
        if (index == null) {
            throw DynamodbErrors.validation("The table does not have the specified index: " + name);
        }
        if (!index.active()) {
            throw DynamodbErrors.validation("Cannot read from backfilling global secondary index: " + name);
        }
        return index;
    }

    private static void checkSelect(
            @Nullable String select, @Nullable IndexDefinition index, @Nullable String projectionParameter) {
        if (projectionParameter != null && select != null && !select.equals("SPECIFIC_ATTRIBUTES")) {
            throw DynamodbErrors.validation("Cannot specify the " + projectionParameter + " when choosing to get "
                    + (select.equals("COUNT") ? "only the Count" : select));
        }
        if (projectionParameter == null && "SPECIFIC_ATTRIBUTES".equals(select)) {
            throw DynamodbErrors.validation("Must specify the AttributesToGet or ProjectionExpression when choosing to"
                    + " get SPECIFIC_ATTRIBUTES");
        }
        if (index == null && "ALL_PROJECTED_ATTRIBUTES".equals(select)) {
            throw DynamodbErrors.validation(
                    "ALL_PROJECTED_ATTRIBUTES can be used only when Querying using an IndexName");
        }
    }

    private static void checkFilter(@Nullable Condition filter, Table table) {
        if (filter == null) {
            return;
        }
        Set<DocumentPath> paths = new LinkedHashSet<>();
        filter.collectPaths(paths);
        for (DocumentPath path : paths) {
            if (path.isNested() && table.schema().has(path.head())) {
                throw DynamodbErrors.validation("Key attributes must be scalars; list random access '[]' and map lookup"
                        + " '.' are not allowed: Key: " + path.head());
            }
        }
    }

    /// Local indexes fetch what they do not project; global ones refuse.
    private static boolean needsTable(
            IndexDefinition index,
            Table table,
            @Nullable String select,
            @Nullable ProjectionExpression projection,
            @Nullable Condition filter) {
        if (index.projectsAll()) {
            return false;
        }
        if ("ALL_ATTRIBUTES".equals(select)) {
            if (index.global()) {
                throw DynamodbErrors.invalid("Select type ALL_ATTRIBUTES is not supported for global secondary index "
                        + index.name() + " because its projection type is not ALL");
            }
            return true;
        }
        List<String> missing = projection == null
                ? List.of()
                : projection.heads().stream()
                        .filter(name -> !index.projects(name, table.schema()))
                        .toList();
        if (!missing.isEmpty() && index.global()) {
            throw DynamodbErrors.invalid("Global secondary index " + index.name() + " does not project ["
                    + String.join(", ", missing) + "]");
        }
        return !missing.isEmpty() || (!index.global() && filtersUnprojected(index, table, filter));
    }

    private static boolean filtersUnprojected(IndexDefinition index, Table table, @Nullable Condition filter) {
        Set<DocumentPath> paths = new LinkedHashSet<>();
        if (filter != null) {
            filter.collectPaths(paths);
        }
        return paths.stream().anyMatch(path -> !index.projects(path.head(), table.schema()));
    }

    /// ExclusiveStartKey: the keys of the table and of the index, and nothing else.
    @Nullable
    Map<String, AttributeValue> checkedStart(@Nullable Map<String, AttributeValue> start, Table table) {
        if (start == null || start.isEmpty()) {
            return null;
        }
        Set<KeySchema.KeyAttribute> attributes =
                new LinkedHashSet<>(table.schema().attributes());
        if (index != null) {
            attributes.addAll(index.schema().attributes());
        }
        if (attributes.size() != start.size()) {
            throw DynamodbErrors.validation("The provided starting key is invalid");
        }
        Map<String, AttributeValue> checked;
        try {
            checked = AttributeValues.checked(start);
        } catch (dev.virga.wire.AwsException invalid) {
            throw DynamodbErrors.validation("The provided starting key is invalid: " + invalid.getMessage());
        }
        for (KeySchema.KeyAttribute attribute : attributes) {
            AttributeValue value = checked.get(attribute.name());
            if (value == null) {
                throw DynamodbErrors.validation("The provided starting key is invalid");
            }
            if (!AttributeValues.type(value).equals(attribute.type()) || KeyValues.isEmpty(value)) {
                throw DynamodbErrors.validation("The provided starting key is invalid: The provided key element does"
                        + " not match the schema");
            }
        }
        return checked;
    }
}
