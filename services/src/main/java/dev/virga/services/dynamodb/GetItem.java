package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GetItemInput;
import dev.virga.api.dynamodb.GetItemOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

final class GetItem implements Operation<GetItemInput, GetItemOutput> {
    private final DefinitionTable definitions;
    private final ItemTable items;
    private final TableAccess access;

    GetItem(DefinitionTable definitions, ItemTable items, TableAccess access) {
        this.definitions = definitions;
        this.items = items;
        this.access = access;
    }

    @Override
    public Op<GetItemInput, GetItemOutput> op() {
        return DynamodbOps.GetItem;
    }

    @Override
    public List<Access> access(GetItemInput input, Call call) {
        return List.of(TableAccess.item("GetItem", DefinitionTable.arn(call, input.tableName()), () -> {
            ProjectionExpression projection = projection(input);
            TableAccess.Values values = new TableAccess.Values()
                    .with(TableAccess.LEADING_KEYS, access.leadingKeys(call, input.tableName(), List.of(input.key())))
                    .with(TableAccess.RETURN_CONSUMED_CAPACITY, input.returnConsumedCapacity());
            return projection == null
                    ? values.build()
                    : values.with(TableAccess.SELECT, "SPECIFIC_ATTRIBUTES")
                            .with(TableAccess.ATTRIBUTES, projection.heads())
                            .build();
        }));
    }

    @Override
    public GetItemOutput handle(GetItemInput input, Call call) {
        ProjectionExpression projection = projection(input);
        Table table = definitions.get(call, input.tableName());
        ItemTable.Stored stored = items.get(table, KeyValues.checkedKey(input.key(), table.schema()));
        Map<String, AttributeValue> item = stored == null ? null : stored.item();
        GetItemOutput.Builder output = GetItemOutput.builder();
        if (item != null) {
            output.item(projection == null ? item : projection.project(item));
        }
        if (Capacity.wanted(input.returnConsumedCapacity())) {
            output.consumedCapacity(new Capacity(input.tableName())
                    .read(item, Boolean.TRUE.equals(input.consistentRead()))
                    .build(input.returnConsumedCapacity(), false));
        }
        return output.build();
    }

    private static @Nullable ProjectionExpression projection(GetItemInput input) {
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("ProjectionExpression", input.projectionExpression())
                .legacy("AttributesToGet", input.attributesToGet())
                .attributes(input.expressionAttributeNames(), null);
        return ProjectionExpression.of(input.projectionExpression(), input.attributesToGet(), attributes);
    }
}
