package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.PutItemInput;
import dev.virga.api.dynamodb.PutItemOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class PutItem implements Operation<PutItemInput, PutItemOutput> {
    private final ItemWriter writer;
    private final TableAccess access;

    PutItem(ItemWriter writer, TableAccess access) {
        this.writer = writer;
        this.access = access;
    }

    @Override
    public Op<PutItemInput, PutItemOutput> op() {
        return DynamodbOps.PutItem;
    }

    @Override
    public List<Access> access(PutItemInput input, Call call) {
        return List.of(
                TableAccess.item("PutItem", DefinitionTable.arn(call, input.tableName()), () -> new TableAccess.Values()
                        .with(
                                TableAccess.LEADING_KEYS,
                                access.leadingKeys(call, input.tableName(), List.of(input.item())))
                        .with(TableAccess.ATTRIBUTES, List.copyOf(input.item().keySet()))
                        .with(TableAccess.RETURN_VALUES, input.returnValues())
                        .with(TableAccess.RETURN_CONSUMED_CAPACITY, input.returnConsumedCapacity())
                        .build()));
    }

    @Override
    public PutItemOutput handle(PutItemInput input, Call call) {
        boolean returnOld = ReturnValues.allOld(input.returnValues());
        Condition condition = condition(input);
        Map<String, AttributeValue> item = AttributeValues.checked(input.item());
        boolean needBefore = returnOld || Capacity.wanted(input.returnConsumedCapacity());
        try {
            ItemWriter.Written written =
                    writer.write(call, input.tableName(), needBefore, table -> change(item, condition, table));
            return PutItemOutput.builder()
                    .attributes(returnOld ? written.before() : null)
                    .consumedCapacity(
                            needBefore
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

    private static @Nullable Condition condition(PutItemInput input) {
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("ConditionExpression", input.conditionExpression())
                .legacy("Expected", input.expected())
                .legacy("ConditionalOperator", input.conditionalOperator())
                .attributes(input.expressionAttributeNames(), input.expressionAttributeValues());
        if (input.conditionExpression() == null) {
            return LegacyConditions.expected(input.expected(), input.conditionalOperator());
        }
        Condition condition = ConditionExpression.parse("ConditionExpression", input.conditionExpression(), attributes);
        attributes.checkAllUsed();
        return condition;
    }

    /// @param item with canonical numbers
    static ItemChange.Put change(Map<String, AttributeValue> item, @Nullable Condition condition, Table table) {
        KeyValues.checkItem(item, table.definition());
        int size = ItemSize.of(item);
        if (size > ItemSize.MAX_ITEM_BYTES) {
            throw DynamodbErrors.validation("Item size has exceeded the maximum allowed size");
        }
        return new ItemChange.Put(item, size, condition);
    }
}
