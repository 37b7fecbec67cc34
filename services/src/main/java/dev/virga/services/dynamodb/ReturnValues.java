package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ItemCollectionMetrics;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a write answers: ReturnValues and ReturnItemCollectionMetrics.
final class ReturnValues {
    private ReturnValues() {}

    /// PutItem and DeleteItem know only these two.
    static boolean allOld(@Nullable String returnValues) {
        if (returnValues == null || returnValues.equals("NONE")) {
            return false;
        }
        if (returnValues.equals("ALL_OLD")) {
            return true;
        }
        throw DynamodbErrors.validation("Return values set to invalid value");
    }

    /// Null when there is nothing to return.
    static @Nullable Map<String, AttributeValue> ofUpdate(
            @Nullable String returnValues, @Nullable Update update, ItemWriter.Written written) {
        Map<String, AttributeValue> before = written.before();
        Map<String, AttributeValue> after = written.after();
        return switch (returnValues) {
            case null -> null;
            case "ALL_OLD" -> before;
            case "ALL_NEW" -> after;
            case "UPDATED_OLD" -> changed(update, before);
            case "UPDATED_NEW" -> changed(update, after);
            default -> null;
        };
    }

    private static @Nullable Map<String, AttributeValue> changed(
            @Nullable Update update, @Nullable Map<String, AttributeValue> item) {
        if (update == null || item == null) {
            return null;
        }
        Map<String, AttributeValue> changed =
                ProjectionExpression.of(update.paths()).project(item);
        return changed.isEmpty() ? null : changed;
    }

    /// Only tables with local indexes have item collections. Their sizes are not kept: the estimate
    /// is the smallest range there is.
    static @Nullable ItemCollectionMetrics itemCollection(@Nullable String wanted, ItemWriter.Written written) {
        TableDefinition definition = written.table().definition();
        if (!"SIZE".equals(wanted) || definition.indexes(false).isEmpty()) {
            return null;
        }
        String partition = definition.schema().partition().name();
        AttributeValue value = written.change().key().get(partition);
        if (value == null) {
            throw new IllegalStateException("a written item has a key");
        }
        return ItemCollectionMetrics.builder()
                .itemCollectionKey(Map.of(partition, value))
                .sizeEstimateRangeGB(List.of(0.0, 1.0))
                .build();
    }
}
