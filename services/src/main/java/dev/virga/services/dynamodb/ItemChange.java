package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a request wants to do to one item, alone, in a batch or in a transaction.
sealed interface ItemChange {
    /// At least the key attributes, with canonical numbers.
    Map<String, AttributeValue> key();

    /// Null when it is to happen in any case.
    @Nullable
    Condition condition();

    record Put(
            Map<String, AttributeValue> item,
            int size,
            @Nullable Condition condition) implements ItemChange {
        @Override
        public Map<String, AttributeValue> key() {
            return item;
        }
    }

    record Delete(Map<String, AttributeValue> key, @Nullable Condition condition) implements ItemChange {}

    /// @param update null to make an item of nothing but its key, if there is none
    record Modify(
            Map<String, AttributeValue> key,
            @Nullable Update update,
            @Nullable Condition condition) implements ItemChange {}

    /// Changes nothing.
    record Check(Map<String, AttributeValue> key, Condition condition) implements ItemChange {}

    /// What is true of the item decides, whether it exists or not.
    default boolean allowed(@Nullable Map<String, AttributeValue> before) {
        Condition condition = condition();
        return condition == null || condition.test(before == null ? Map.of() : before);
    }

    /// The item afterwards; null when there is none.
    ///
    /// @throws dev.virga.wire.AwsException ValidationException
    default @Nullable Map<String, AttributeValue> after(
            TableDefinition table, @Nullable Map<String, AttributeValue> before) {
        return switch (this) {
            case Put put -> put.item;
            case Delete delete -> null;
            case Check check -> before;
            case Modify modify -> {
                Map<String, AttributeValue> item = before == null ? new LinkedHashMap<>(modify.key) : before;
                if (modify.update == null) {
                    yield item;
                }
                Map<String, AttributeValue> updated = modify.update.apply(item);
                KeyValues.checkUpdated(updated, table);
                if (ItemSize.of(updated) > ItemSize.MAX_ITEM_BYTES) {
                    throw DynamodbErrors.validation("Item size to update has exceeded the maximum allowed size");
                }
                yield AttributeValues.checked(updated);
            }
        };
    }
}
