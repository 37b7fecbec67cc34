package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// ExpressionAttributeNames and ExpressionAttributeValues of one request: what the placeholders
/// stand for, and which of them were used.
///
/// Belongs to one request and one thread.
final class ExpressionAttributes {
    private static final int MAX_PLACEHOLDER_CHARS = 255;

    private final Map<String, String> names;
    private final Map<String, AttributeValue> values;
    private final Set<String> used = new HashSet<>();

    /// @param names null when the request has none
    /// @param values null when the request has none
    ExpressionAttributes(@Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
        if (names != null && names.isEmpty()) {
            throw DynamodbErrors.validation("ExpressionAttributeNames must not be empty");
        }
        if (values != null && values.isEmpty()) {
            throw DynamodbErrors.validation("ExpressionAttributeValues must not be empty");
        }
        this.names = names == null ? Map.of() : names;
        this.names.keySet().forEach(key -> checkKey("ExpressionAttributeNames", '#', key));
        this.values = values == null ? Map.of() : checkedValues(values);
    }

    private static Map<String, AttributeValue> checkedValues(Map<String, AttributeValue> values) {
        Map<String, AttributeValue> checked = new java.util.LinkedHashMap<>();
        for (Map.Entry<String, AttributeValue> e : values.entrySet()) {
            checkKey("ExpressionAttributeValues", ':', e.getKey());
            try {
                checked.put(e.getKey(), AttributeValues.checked(e.getValue()));
            } catch (dev.virga.wire.AwsException invalid) {
                throw DynamodbErrors.validation("ExpressionAttributeValues contains invalid value: "
                        + invalid.getMessage() + " for key " + e.getKey());
            }
        }
        return checked;
    }

    private static void checkKey(String parameter, char first, String key) {
        boolean valid = key.length() > 1 && key.length() <= MAX_PLACEHOLDER_CHARS && key.charAt(0) == first;
        for (int i = 1; valid && i < key.length(); i++) {
            valid = Token.isWordPart(key.charAt(i));
        }
        if (!valid) {
            throw DynamodbErrors.validation(parameter + " contains invalid key: Syntax error; key: \"" + key + "\"");
        }
    }

    /// What `#x` stands for, or null.
    @Nullable
    String name(String placeholder) {
        String name = names.get(placeholder);
        if (name != null) {
            used.add(placeholder);
        }
        return name;
    }

    /// What `:x` stands for, or null.
    @Nullable
    AttributeValue value(String placeholder) {
        AttributeValue value = values.get(placeholder);
        if (value != null) {
            used.add(placeholder);
        }
        return value;
    }

    /// Refuses placeholders that no expression used.
    void checkAllUsed() {
        checkAllUsed("ExpressionAttributeNames", names.keySet());
        checkAllUsed("ExpressionAttributeValues", values.keySet());
    }

    private void checkAllUsed(String parameter, Set<String> placeholders) {
        List<String> unused =
                placeholders.stream().filter(p -> !used.contains(p)).toList();
        if (!unused.isEmpty()) {
            throw DynamodbErrors.validation("Value provided in " + parameter + " unused in expressions: keys: {"
                    + String.join(", ", unused) + "}");
        }
    }
}
