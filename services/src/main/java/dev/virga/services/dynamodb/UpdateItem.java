package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.AttributeValueUpdate;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.UpdateItemInput;
import dev.virga.api.dynamodb.UpdateItemOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class UpdateItem implements Operation<UpdateItemInput, UpdateItemOutput> {
    private final ItemWriter writer;
    private final TableAccess access;

    UpdateItem(ItemWriter writer, TableAccess access) {
        this.writer = writer;
        this.access = access;
    }

    @Override
    public Op<UpdateItemInput, UpdateItemOutput> op() {
        return DynamodbOps.UpdateItem;
    }

    @Override
    public List<Access> access(UpdateItemInput input, Call call) {
        return List.of(TableAccess.item("UpdateItem", DefinitionTable.arn(call, input.tableName()), () -> {
            Set<String> attributes = new LinkedHashSet<>(input.key().keySet());
            Update update = parse(input).update;
            if (update != null) {
                update.paths().forEach(path -> attributes.add(path.head()));
            }
            return new TableAccess.Values()
                    .with(TableAccess.LEADING_KEYS, access.leadingKeys(call, input.tableName(), List.of(input.key())))
                    .with(TableAccess.ATTRIBUTES, List.copyOf(attributes))
                    .with(TableAccess.RETURN_VALUES, input.returnValues())
                    .with(TableAccess.RETURN_CONSUMED_CAPACITY, input.returnConsumedCapacity())
                    .build();
        }));
    }

    @Override
    public UpdateItemOutput handle(UpdateItemInput input, Call call) {
        Parsed parsed = parse(input);
        try {
            ItemWriter.Written written = writer.write(
                    call,
                    input.tableName(),
                    true,
                    table -> change(input.key(), parsed.update, parsed.condition, table));
            return UpdateItemOutput.builder()
                    .attributes(ReturnValues.ofUpdate(input.returnValues(), parsed.update, written))
                    .consumedCapacity(
                            Capacity.wanted(input.returnConsumedCapacity())
                                    ? new Capacity(input.tableName())
                                            .written(written, false)
                                            .build(input.returnConsumedCapacity(), false)
                                    : null)
                    .itemCollectionMetrics(ReturnValues.itemCollection(input.returnItemCollectionMetrics(), written))
                    .build();
        } catch (ItemWriter.ConditionFailed failed) {
            throw DynamodbErrors.conditionFailed(failed, input.returnValuesOnConditionCheckFailure());
        }
    }

    private record Parsed(@Nullable Update update, @Nullable Condition condition) {}

    private static Parsed parse(UpdateItemInput input) {
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("UpdateExpression", input.updateExpression())
                .expression("ConditionExpression", input.conditionExpression())
                .legacy("AttributeUpdates", input.attributeUpdates())
                .legacy("Expected", input.expected())
                .legacy("ConditionalOperator", input.conditionalOperator())
                .attributes(input.expressionAttributeNames(), input.expressionAttributeValues());
        Update update = input.updateExpression() == null
                ? legacy(input.attributeUpdates())
                : UpdateExpression.parse(input.updateExpression(), attributes);
        Condition condition = input.conditionExpression() == null
                ? LegacyConditions.expected(input.expected(), input.conditionalOperator())
                : ConditionExpression.parse("ConditionExpression", input.conditionExpression(), attributes);
        attributes.checkAllUsed();
        return new Parsed(update, condition);
    }

    /// AttributeUpdates
    private static @Nullable Update legacy(@Nullable Map<String, AttributeValueUpdate> updates) {
        if (updates == null || updates.isEmpty()) {
            return null;
        }
        List<Update.Action> actions = new ArrayList<>();
        updates.forEach((name, update) -> actions.add(
                new Update.Action(new DocumentPath(List.of(new DocumentPath.Attribute(name))), legacy(update))));
        return new Update(actions, DynamodbErrors::invalid);
    }

    private static Update.Change legacy(AttributeValueUpdate update) {
        String action = update.action() == null ? "PUT" : update.action();
        if (update.value() == null) {
            if (action.equals("DELETE")) {
                return new Update.Remove();
            }
            throw DynamodbErrors.invalid("Only DELETE action is allowed when no attribute value is specified");
        }
        AttributeValue value = AttributeValues.checked(update.value());
        checkLegacyType(action, value);
        return switch (action) {
            case "ADD" -> new Update.Add(value);
            case "DELETE" -> new Update.Delete(value);
            default -> new Update.Assign(new Update.Constant(value));
        };
    }

    private static void checkLegacyType(String action, AttributeValue value) {
        boolean number = value instanceof AttributeValue.N;
        boolean set = value instanceof AttributeValue.SS
                || value instanceof AttributeValue.NS
                || value instanceof AttributeValue.BS;
        if (action.equals("ADD") && !number && !set) {
            throw DynamodbErrors.invalid("ADD action is not supported for the type " + AttributeValues.type(value));
        }
        if (action.equals("DELETE") && !set) {
            throw DynamodbErrors.invalid(
                    "DELETE action with value is not supported for the type " + AttributeValues.type(value));
        }
    }

    static ItemChange.Modify change(
            Map<String, AttributeValue> key, @Nullable Update update, @Nullable Condition condition, Table table) {
        if (update != null) {
            checkKeysStay(update, table.definition());
        }
        return new ItemChange.Modify(KeyValues.checkedKey(key, table.schema()), update, condition);
    }

    private static void checkKeysStay(Update update, TableDefinition table) {
        for (DocumentPath path : update.paths()) {
            if (table.schema().has(path.head())) {
                throw DynamodbErrors.invalid(
                        "Cannot update attribute " + path.head() + ". This attribute is part of the key");
            }
            if (path.isNested()
                    && table.indexes().stream().anyMatch(i -> i.schema().has(path.head()))) {
                throw DynamodbErrors.validation("Key attributes must be scalars; list random access '[]' and map lookup"
                        + " '.' are not allowed: IndexKey: " + path.head());
            }
        }
    }
}
