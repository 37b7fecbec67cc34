package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.services.dynamodb.KeySchema.KeyAttribute;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The key attributes of items and requests: presence, types and sizes.
final class KeyValues {
    static final int MAX_PARTITION_BYTES = 2048;
    static final int MAX_SORT_BYTES = 1024;

    private KeyValues() {}

    static boolean isEmpty(AttributeValue value) {
        return (value instanceof AttributeValue.S s && s.value().isEmpty())
                || (value instanceof AttributeValue.B b && b.value().length == 0);
    }

    /// Checks the `Key` of a request, which must hold the key attributes and nothing else. Returns
    /// it with canonical numbers.
    static Map<String, AttributeValue> checkedKey(Map<String, AttributeValue> key, KeySchema schema) {
        Map<String, AttributeValue> checked = AttributeValues.checked(key);
        if (checked.size() != (schema.sort() == null ? 1 : 2)) {
            throw doesNotMatch();
        }
        checkKeyAttribute(checked.get(schema.partition().name()), schema.partition(), true);
        KeyAttribute sort = schema.sort();
        if (sort != null) {
            checkKeyAttribute(checked.get(sort.name()), sort, false);
        }
        return checked;
    }

    private static void checkKeyAttribute(@Nullable AttributeValue value, KeyAttribute attribute, boolean partition) {
        if (value == null || !AttributeValues.type(value).equals(attribute.type())) {
            throw doesNotMatch();
        }
        checkNotEmpty(value, attribute);
        checkSize(value, partition);
    }

    private static RuntimeException doesNotMatch() {
        return DynamodbErrors.validation("The provided key element does not match the schema");
    }

    private static void checkNotEmpty(AttributeValue value, KeyAttribute attribute) {
        if (isEmpty(value)) {
            String kind = value instanceof AttributeValue.S ? "string" : "binary";
            throw DynamodbErrors.validation("One or more parameter values are not valid. The AttributeValue for a key"
                    + " attribute cannot contain an empty " + kind + " value. Key: " + attribute.name());
        }
    }

    private static void checkSize(AttributeValue value, boolean partition) {
        int size = value instanceof AttributeValue.N ? 0 : ItemSize.of(value);
        if (partition && size > MAX_PARTITION_BYTES) {
            throw DynamodbErrors.invalid("Size of hashkey has exceeded the maximum size limit of2048 bytes");
        }
        if (!partition && size > MAX_SORT_BYTES) {
            throw DynamodbErrors.invalid("Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
        }
    }

    /// Checks the key attributes of a whole item that is put.
    static void checkItem(Map<String, AttributeValue> item, TableDefinition table) {
        checkItemAttribute(item, table.schema().partition(), true);
        KeyAttribute sort = table.schema().sort();
        if (sort != null) {
            checkItemAttribute(item, sort, false);
        }
        if (!table.indexes().isEmpty()) {
            checkIndexKeys(item, table);
        }
    }

    private static void checkItemAttribute(
            Map<String, AttributeValue> item, KeyAttribute attribute, boolean partition) {
        AttributeValue value = item.get(attribute.name());
        if (value == null) {
            throw DynamodbErrors.invalid("Missing the key " + attribute.name() + " in the item");
        }
        if (!AttributeValues.type(value).equals(attribute.type())) {
            throw DynamodbErrors.invalid("Type mismatch for key " + attribute.name() + " expected: " + attribute.type()
                    + " actual: " + AttributeValues.type(value));
        }
        checkNotEmpty(value, attribute);
        checkSize(value, partition);
    }

    private static void checkIndexKeys(Map<String, AttributeValue> item, TableDefinition table) {
        for (IndexDefinition index : table.indexes()) {
            for (KeyAttribute attribute : index.schema().attributes()) {
                AttributeValue value = item.get(attribute.name());
                if (value != null) {
                    checkIndexKey(value, attribute, index);
                }
            }
        }
    }

    private static void checkIndexKey(AttributeValue value, KeyAttribute attribute, IndexDefinition index) {
        if (!AttributeValues.type(value).equals(attribute.type())) {
            throw DynamodbErrors.invalid("Type mismatch for Index Key " + attribute.name() + " Expected: "
                    + attribute.type() + " Actual: " + AttributeValues.type(value) + " IndexName: " + index.name());
        }
        if (isEmpty(value)) {
            String kind = value instanceof AttributeValue.S ? "string" : "binary";
            throw DynamodbErrors.validation("One or more parameter values are not valid. A value specified for a"
                    + " secondary index key is not supported. The AttributeValue for a key attribute cannot contain"
                    + " an empty " + kind + " value. IndexName: " + index.name() + ", IndexKey: " + attribute.name());
        }
        checkSize(value, attribute.equals(index.schema().partition()));
    }

    /// The index keys of an item that an update made.
    static void checkUpdated(Map<String, AttributeValue> item, TableDefinition table) {
        for (IndexDefinition index : table.indexes()) {
            for (KeyAttribute attribute : index.schema().attributes()) {
                AttributeValue value = item.get(attribute.name());
                if (value != null && !AttributeValues.type(value).equals(attribute.type())) {
                    throw DynamodbErrors.validation("The update expression attempted to update the secondary index key"
                            + " to unsupported type");
                }
                if (value != null) {
                    checkIndexKey(value, attribute, index);
                }
            }
        }
    }

    /// The attributes of an item that make up its key.
    static Map<String, AttributeValue> of(Map<String, AttributeValue> item, KeySchema schema) {
        Map<String, AttributeValue> key = new LinkedHashMap<>();
        for (String name : schema.names()) {
            AttributeValue value = item.get(name);
            if (value != null) {
                key.put(name, value);
            }
        }
        return key;
    }
}
