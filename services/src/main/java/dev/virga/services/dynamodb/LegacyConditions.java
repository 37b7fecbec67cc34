package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ExpectedAttributeValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Parameters from before there were expressions (Expected, KeyConditions, QueryFilter,
/// ScanFilter), translated into conditions.
final class LegacyConditions {
    private LegacyConditions() {}

    /// @param operator ConditionalOperator: `AND`, `OR` or null
    static @Nullable Condition expected(
            @Nullable Map<String, ExpectedAttributeValue> expected, @Nullable String operator) {
        if (expected == null || expected.isEmpty()) {
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        expected.forEach((attribute, e) -> conditions.add(expected(attribute, e)));
        return combine(conditions, operator);
    }

    private static Condition expected(String attribute, ExpectedAttributeValue expected) {
        AttributeValue value = expected.value();
        String comparison = expected.comparisonOperator();
        if (value != null && expected.attributeValueList() != null) {
            throw DynamodbErrors.invalid(
                    "Value and AttributeValueList cannot be used together for Attribute: " + attribute);
        }
        if (comparison != null) {
            if (expected.exists() != null) {
                throw DynamodbErrors.invalid(
                        "Exists and ComparisonOperator cannot be used together for Attribute: " + attribute);
            }
            List<AttributeValue> values = value != null ? List.of(value) : orEmpty(expected.attributeValueList());
            if (values.isEmpty() && !comparison.equals("NULL") && !comparison.equals("NOT_NULL")) {
                throw DynamodbErrors.invalid("Value or AttributeValueList must be used with ComparisonOperator: "
                        + comparison + " for Attribute: " + attribute);
            }
            return condition(attribute, comparison, values);
        }
        if (expected.attributeValueList() != null) {
            throw DynamodbErrors.invalid(
                    "AttributeValueList can only be used with a ComparisonOperator for Attribute: " + attribute);
        }
        boolean exists = expected.exists() == null || expected.exists();
        if (exists && value == null) {
            throw DynamodbErrors.invalid(
                    "Value must be provided when Exists is " + expected.exists() + " for Attribute: " + attribute);
        }
        if (!exists && value != null) {
            throw DynamodbErrors.invalid("Value cannot be used when Exists is false for Attribute: " + attribute);
        }
        return value == null ? condition(attribute, "NULL", List.of()) : condition(attribute, "EQ", List.of(value));
    }

    /// KeyConditions, QueryFilter or ScanFilter.
    static @Nullable Condition filter(
            @Nullable Map<String, dev.virga.api.dynamodb.Condition> filter, @Nullable String operator) {
        if (filter == null || filter.isEmpty()) {
            return null;
        }
        List<Condition> conditions = new ArrayList<>();
        filter.forEach((attribute, c) ->
                conditions.add(condition(attribute, c.comparisonOperator(), orEmpty(c.attributeValueList()))));
        return combine(conditions, operator);
    }

    private static List<AttributeValue> orEmpty(@Nullable List<AttributeValue> values) {
        return values == null ? List.of() : values;
    }

    private static Condition combine(List<Condition> conditions, @Nullable String operator) {
        Condition all = conditions.getFirst();
        for (Condition condition : conditions.subList(1, conditions.size())) {
            all = "OR".equals(operator) ? new Condition.Or(all, condition) : new Condition.And(all, condition);
        }
        return all;
    }

    private static Condition condition(String attribute, String comparison, List<AttributeValue> given) {
        List<AttributeValue> values =
                given.stream().map(AttributeValues::checked).toList();
        checkValues(comparison, values);
        Condition.Operand path = new Condition.Path(new DocumentPath(List.of(new DocumentPath.Attribute(attribute))));
        List<Condition.Operand> operands = new ArrayList<>();
        values.forEach(value -> operands.add(new Condition.Constant(value)));
        return switch (comparison) {
            case "NULL" -> new Condition.AttributeNotExists(path);
            case "NOT_NULL" -> new Condition.AttributeExists(path);
            case "EQ" -> new Condition.Comparison("=", path, operands.getFirst());
            case "NE" -> new Condition.Comparison("<>", path, operands.getFirst());
            case "LT" -> new Condition.Comparison("<", path, operands.getFirst());
            case "LE" -> new Condition.Comparison("<=", path, operands.getFirst());
            case "GT" -> new Condition.Comparison(">", path, operands.getFirst());
            case "GE" -> new Condition.Comparison(">=", path, operands.getFirst());
            case "CONTAINS" -> new Condition.Contains(path, operands.getFirst());
            case "NOT_CONTAINS" -> new Condition.Not(new Condition.Contains(path, operands.getFirst()));
            case "BEGINS_WITH" -> new Condition.BeginsWith(path, operands.getFirst());
            case "IN" -> new Condition.In(path, operands);
            case "BETWEEN" -> new Condition.Between(path, operands.get(0), operands.get(1));
            default -> throw new IllegalStateException("the model allows no " + comparison);
        };
    }

    private static void checkValues(String comparison, List<AttributeValue> values) {
        boolean count =
                switch (comparison) {
                    case "NULL", "NOT_NULL" -> values.isEmpty();
                    case "BETWEEN" -> values.size() == 2;
                    case "IN" -> !values.isEmpty();
                    default -> values.size() == 1;
                };
        if (!count) {
            throw DynamodbErrors.invalid("Invalid number of argument(s) for the " + comparison + " ComparisonOperator");
        }
        for (AttributeValue value : values) {
            String type = AttributeValues.type(value);
            if (!type.equals(AttributeValues.type(values.getFirst()))) {
                throw DynamodbErrors.invalid("AttributeValues inside AttributeValueList must be of same type");
            }
            if (!allowed(comparison, type)) {
                throw DynamodbErrors.invalid(
                        "ComparisonOperator " + comparison + " is not valid for " + type + " AttributeValue type");
            }
        }
        if (comparison.equals("BETWEEN") && AttributeValues.compare(values.get(0), values.get(1)) > 0) {
            throw DynamodbErrors.validation(
                    "The BETWEEN condition was provided a range where the lower bound is greater than the upper bound");
        }
    }

    private static boolean allowed(String comparison, String type) {
        return switch (comparison) {
            case "BEGINS_WITH" -> type.equals("S") || type.equals("B");
            case "LE", "LT", "GE", "GT", "BETWEEN", "CONTAINS", "NOT_CONTAINS", "IN" ->
                type.equals("S") || type.equals("N") || type.equals("B");
            default -> true;
        };
    }
}
