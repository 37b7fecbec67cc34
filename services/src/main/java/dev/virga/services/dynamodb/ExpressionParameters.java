package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Which of the parameters that have to do with expressions a request has, and whether they go
/// together.
///
/// Belongs to one request and one thread.
final class ExpressionParameters {
    private final List<String> expressions = new ArrayList<>(2);
    private final List<String> legacy = new ArrayList<>(2);
    private final List<String> takingValues = new ArrayList<>(3);
    private boolean usesValues;

    /// @param name e.g. `ConditionExpression`
    /// @param value null when the request has none
    ExpressionParameters expression(String name, @Nullable String value) {
        if (value != null) {
            expressions.add(name);
        }
        if (!name.equals("ProjectionExpression")) {
            takingValues.add(name);
            usesValues |= value != null;
        }
        return this;
    }

    /// @param name e.g. `Expected`
    /// @param value null when the request has none
    ExpressionParameters legacy(String name, @Nullable Object value) {
        if (value != null) {
            legacy.add(name);
        }
        return this;
    }

    /// Checks the parameters and takes names and values.
    ExpressionAttributes attributes(@Nullable Map<String, String> names, @Nullable Map<String, AttributeValue> values) {
        if (!expressions.isEmpty() && !legacy.isEmpty()) {
            throw DynamodbErrors.validation("Can not use both expression and non-expression parameters in the same"
                    + " request: Non-expression parameters: {" + String.join(", ", legacy)
                    + "} Expression parameters: {" + String.join(", ", expressions) + "}");
        }
        if (names != null && expressions.isEmpty()) {
            throw DynamodbErrors.validation("ExpressionAttributeNames can only be specified when using expressions");
        }
        if (values != null && !usesValues) {
            throw DynamodbErrors.validation("ExpressionAttributeValues can only be specified when using expressions"
                    + (takingValues.isEmpty()
                            ? ""
                            : ": " + String.join(" and ", takingValues) + (takingValues.size() > 1 ? " are" : " is")
                                    + " null"));
        }
        return new ExpressionAttributes(names, values);
    }
}
