package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.List;
import java.util.Map;

/// How large an item is, by DynamoDB's published rules (names and values in UTF-8, about half a
/// byte a digit, 3 bytes for a list or map and 1 for each element).
///
/// <https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html>
final class ItemSize {
    static final int MAX_ITEM_BYTES = 400 << 10;
    /// Lists and maps inside each other.
    static final int MAX_NESTING = 32;

    private static final int CONTAINER_BYTES = 3;
    private static final int ELEMENT_BYTES = 1;

    private ItemSize() {}

    static int of(Map<String, AttributeValue> item) {
        int size = 0;
        for (Map.Entry<String, AttributeValue> e : item.entrySet()) {
            size += utf8Length(e.getKey()) + of(e.getValue());
        }
        return size;
    }

    static int of(AttributeValue value) {
        return switch (value) {
            case AttributeValue.S s -> utf8Length(s.value());
            case AttributeValue.N n -> DynamoNumber.size(n.value());
            case AttributeValue.B b -> b.value().length;
            case AttributeValue.BOOL b -> 1;
            case AttributeValue.NULL n -> 1;
            case AttributeValue.SS set -> strings(set.value());
            case AttributeValue.NS set -> numbers(set.value());
            case AttributeValue.BS set -> binaries(set.value());
            case AttributeValue.L list -> list(list.value());
            case AttributeValue.M map ->
                CONTAINER_BYTES + ELEMENT_BYTES * map.value().size() + of(map.value());
        };
    }

    private static int strings(List<String> values) {
        int size = 0;
        for (String value : values) {
            size += utf8Length(value);
        }
        return size;
    }

    private static int numbers(List<String> values) {
        int size = 0;
        for (String value : values) {
            size += DynamoNumber.size(value);
        }
        return size;
    }

    private static int binaries(List<byte[]> values) {
        int size = 0;
        for (byte[] value : values) {
            size += value.length;
        }
        return size;
    }

    private static int list(List<AttributeValue> values) {
        int size = CONTAINER_BYTES;
        for (AttributeValue value : values) {
            size += ELEMENT_BYTES + of(value);
        }
        return size;
    }

    static int utf8Length(String text) {
        int length = text.length();
        int bytes = length;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c >= 0x80) {
                bytes += c >= 0x800 && !Character.isSurrogate(c) ? 2 : 1;
            }
        }
        return bytes;
    }
}
