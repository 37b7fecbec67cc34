package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DeleteItemInput;
import dev.virga.api.dynamodb.DeleteItemOutput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

final class DeleteItem implements Operation<DeleteItemInput, DeleteItemOutput> {
    private final ItemWriter writer;
    private final TableAccess access;

    DeleteItem(ItemWriter writer, TableAccess access) {
        this.writer = writer;
        this.access = access;
    }

    @Override
    public Op<DeleteItemInput, DeleteItemOutput> op() {
        return DynamodbOps.DeleteItem;
    }

    @Override
    public List<Access> access(DeleteItemInput input, Call call) {
        return List.of(TableAccess.item(
                "DeleteItem", DefinitionTable.arn(call, input.tableName()), () -> new TableAccess.Values()
                        .with(
                                TableAccess.LEADING_KEYS,
                                access.leadingKeys(call, input.tableName(), List.of(input.key())))
                        .with(TableAccess.ATTRIBUTES, List.copyOf(input.key().keySet()))
                        .with(TableAccess.RETURN_VALUES, input.returnValues())
                        .with(TableAccess.RETURN_CONSUMED_CAPACITY, input.returnConsumedCapacity())
                        .build()));
    }

    @Override
    public DeleteItemOutput handle(DeleteItemInput input, Call call) {
        boolean returnOld = ReturnValues.allOld(input.returnValues());
        Condition condition = condition(input);
        boolean needBefore = returnOld || Capacity.wanted(input.returnConsumedCapacity());
        try {
            ItemWriter.Written written = writer.write(
                    call,
                    input.tableName(),
                    needBefore,
                    table -> new ItemChange.Delete(KeyValues.checkedKey(input.key(), table.schema()), condition));
            return DeleteItemOutput.builder()
                    .attributes(returnOld ? written.before() : null)
                    .consumedCapacity(new Capacity(input.tableName())
                            .written(written, false)
                            .build(input.returnConsumedCapacity(), false))
                    .itemCollectionMetrics(ReturnValues.itemCollection(input.returnItemCollectionMetrics(), written))
                    .build();
        } catch (ItemWriter.ConditionFailed failed) {
            throw DynamodbErrors.conditionFailed(failed, input.returnValuesOnConditionCheckFailure());
        }
    }

    private static @Nullable Condition condition(DeleteItemInput input) {
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
}
