package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.services.dynamodb.KeySchema.KeyAttribute;
import dev.virga.wire.AwsException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// KeyConditionExpression: a condition of which only few forms are allowed.
final class KeyConditionExpression {
    private static final String INVALID = "Invalid condition in KeyConditionExpression: ";

    private final Map<String, Single> conditions = new LinkedHashMap<>();

    /// A condition on one attribute.
    private record Single(String attribute, KeyCondition.Sort sort) {}

    private KeyConditionExpression() {}

    static KeyCondition parse(String source, ExpressionAttributes attributes, KeySchema schema) {
        return of(ConditionExpression.parse("KeyConditionExpression", source, attributes), schema);
    }

    /// Also for KeyConditions that were translated.
    static KeyCondition of(Condition condition, KeySchema schema) {
        KeyConditionExpression expression = new KeyConditionExpression();
        expression.collect(condition);
        return expression.match(schema);
    }

    private void collect(Condition condition) {
        if (condition instanceof Condition.And and) {
            collect(and.left());
            collect(and.right());
            return;
        }
        Single single = single(condition);
        if (conditions.putIfAbsent(single.attribute, single) != null) {
            throw DynamodbErrors.validation("KeyConditionExpressions must only contain one condition per key");
        }
    }

    private static Single single(Condition condition) {
        return switch (condition) {
            case Condition.Or or -> throw invalidOperator("OR");
            case Condition.Not not -> throw invalidOperator("NOT");
            case Condition.In in -> throw invalidOperator("IN");
            case Condition.AttributeExists e -> throw invalidOperator("attribute_exists");
            case Condition.AttributeNotExists e -> throw invalidOperator("attribute_not_exists");
            case Condition.AttributeType t -> throw invalidOperator("attribute_type");
            case Condition.Contains c -> throw invalidOperator("contains");
            case Condition.And and -> throw new IllegalStateException("taken apart before");
            case Condition.Comparison c -> comparison(c);
            case Condition.Between b -> {
                String attribute = first("BETWEEN", b.operand());
                yield new Single(attribute, new KeyCondition.Between(value(b.low()), value(b.high())));
            }
            case Condition.BeginsWith b -> {
                String attribute = first("begins_with", b.operand());
                yield new Single(attribute, new KeyCondition.BeginsWith(value(b.prefix())));
            }
        };
    }

    private static AwsException invalidOperator(String operator) {
        return DynamodbErrors.validation("Invalid operator used in KeyConditionExpression: " + operator);
    }

    private static Single comparison(Condition.Comparison c) {
        if (c.operator().equals("<>")) {
            throw invalidOperator("<>");
        }
        boolean mirrored = !(c.left() instanceof Condition.Path);
        Condition.Operand name = mirrored ? c.right() : c.left();
        AttributeValue value = value(mirrored ? c.left() : c.right());
        if (!(name instanceof Condition.Path path)) {
            throw name instanceof Condition.Size
                    ? nested()
                    : DynamodbErrors.validation(INVALID + "No key attribute specified");
        }
        String attribute = attribute(path);
        return new Single(
                attribute,
                switch (c.operator()) {
                    case "=" -> new KeyCondition.Equal(value);
                    case "<", "<=" ->
                        mirrored
                                ? new KeyCondition.Greater(value, c.operator().equals("<="))
                                : new KeyCondition.Less(value, c.operator().equals("<="));
                    case ">", ">=" ->
                        mirrored
                                ? new KeyCondition.Less(value, c.operator().equals(">="))
                                : new KeyCondition.Greater(value, c.operator().equals(">="));
                    default -> throw invalidOperator(c.operator());
                });
    }

    private static String first(String operator, Condition.Operand operand) {
        if (operand instanceof Condition.Size) {
            throw nested();
        }
        if (!(operand instanceof Condition.Path path)) {
            throw DynamodbErrors.validation(
                    INVALID + operator + " operator must have the key attribute as its first operand");
        }
        return attribute(path);
    }

    private static String attribute(Condition.Path path) {
        if (path.path().isNested()) {
            throw DynamodbErrors.validation("KeyConditionExpressions cannot have conditions on nested attributes");
        }
        return path.path().head();
    }

    private static AttributeValue value(Condition.Operand operand) {
        return switch (operand) {
            case Condition.Constant constant -> constant.value();
            case Condition.Size size -> throw nested();
            case Condition.Path path ->
                throw DynamodbErrors.validation(INVALID + "Multiple attribute names used in one condition");
        };
    }

    private static AwsException nested() {
        return DynamodbErrors.validation("KeyConditionExpressions cannot contain nested operations");
    }

    private KeyCondition match(KeySchema schema) {
        if (conditions.size() > 2) {
            throw DynamodbErrors.validation("Conditions can be of length 1 or 2 only");
        }
        KeyAttribute sort = schema.sort();
        if (sort == null && conditions.size() > 1) {
            throw DynamodbErrors.validation("Query key condition not supported");
        }
        Single partition = required(schema.partition());
        checkType(partition.sort, schema.partition());
        if (!(partition.sort instanceof KeyCondition.Equal equal)) {
            throw DynamodbErrors.validation("Query key condition not supported");
        }
        if (sort == null || conditions.size() == 1) {
            return new KeyCondition(equal.value(), null);
        }
        Single second = required(sort);
        checkType(second.sort, sort);
        return new KeyCondition(equal.value(), second.sort);
    }

    private Single required(KeyAttribute attribute) {
        Single single = conditions.get(attribute.name());
        if (single == null) {
            throw DynamodbErrors.validation("Query condition missed key schema element: " + attribute.name());
        }
        return single;
    }

    private static void checkType(KeyCondition.Sort condition, KeyAttribute attribute) {
        switch (condition) {
            case KeyCondition.Equal c -> {
                checkType(c.value(), attribute);
                checkNotEmpty(c.value(), attribute);
            }
            case KeyCondition.Less c -> checkType(c.than(), attribute);
            case KeyCondition.Greater c -> checkType(c.than(), attribute);
            case KeyCondition.BeginsWith c -> checkType(c.prefix(), attribute);
            case KeyCondition.Between c -> {
                checkType(c.low(), attribute);
                checkType(c.high(), attribute);
            }
        }
    }

    private static void checkType(@Nullable AttributeValue value, KeyAttribute attribute) {
        if (value == null || !AttributeValues.type(value).equals(attribute.type())) {
            throw DynamodbErrors.invalid("Condition parameter type does not match schema type");
        }
    }

    private static void checkNotEmpty(AttributeValue value, KeyAttribute attribute) {
        if (KeyValues.isEmpty(value)) {
            String kind = value instanceof AttributeValue.S ? "string" : "binary";
            throw DynamodbErrors.validation("One or more parameter values are not valid. The AttributeValue for a key"
                    + " attribute cannot contain an empty " + kind + " value. Key: " + attribute.name());
        }
    }
}
