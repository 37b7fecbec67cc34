package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ConsumedCapacity;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.Get;
import dev.virga.api.dynamodb.ItemResponse;
import dev.virga.api.dynamodb.TransactGetItem;
import dev.virga.api.dynamodb.TransactGetItemsInput;
import dev.virga.api.dynamodb.TransactGetItemsOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// All items as they were at one moment.
final class TransactGetItems implements Operation<TransactGetItemsInput, TransactGetItemsOutput> {
    private static final int MAX_BYTES = 4 << 20;

    private final DefinitionTable definitions;
    private final ItemTable items;
    private final TableAccess access;

    TransactGetItems(DefinitionTable definitions, ItemTable items, TableAccess access) {
        this.definitions = definitions;
        this.items = items;
        this.access = access;
    }

    @Override
    public Op<TransactGetItemsInput, TransactGetItemsOutput> op() {
        return DynamodbOps.TransactGetItems;
    }

    @Override
    public List<Access> access(TransactGetItemsInput input, Call call) {
        List<Access> all = new ArrayList<>();
        for (TransactGetItem item : input.transactItems()) {
            Get get = item.get();
            all.add(TableAccess.item("GetItem", DefinitionTable.arn(call, get.tableName()), () -> {
                ProjectionExpression projection = projection(get);
                TableAccess.Values values = new TableAccess.Values()
                        .with(TableAccess.LEADING_KEYS, access.leadingKeys(call, get.tableName(), List.of(get.key())))
                        .with(TableAccess.ENCLOSING_OPERATION, "TransactGetItems");
                return projection == null
                        ? values.build()
                        : values.with(TableAccess.SELECT, "SPECIFIC_ATTRIBUTES")
                                .with(TableAccess.ATTRIBUTES, projection.heads())
                                .build();
            }));
        }
        return all;
    }

    private static @Nullable ProjectionExpression projection(Get get) {
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("ProjectionExpression", get.projectionExpression())
                .attributes(get.expressionAttributeNames(), null);
        return ProjectionExpression.of(get.projectionExpression(), null, attributes);
    }

    @Override
    public TransactGetItemsOutput handle(TransactGetItemsInput input, Call call) {
        List<@Nullable ProjectionExpression> projections = new ArrayList<>();
        input.transactItems().forEach(item -> projections.add(projection(item.get())));
        List<Store.Key> keys = keys(input, call);
        Map<Store.Key, ItemTable.Stored> stored = items.get(keys);
        List<ItemResponse> responses = new ArrayList<>();
        Map<String, Capacity> capacities = new LinkedHashMap<>();
        long bytes = 0;
        for (int i = 0; i < keys.size(); i++) {
            ItemTable.Stored found = stored.get(keys.get(i));
            Map<String, AttributeValue> item = found == null ? null : found.item();
            bytes += item == null ? 0 : ItemSize.of(item);
            ProjectionExpression projection = projections.get(i);
            responses.add(ItemResponse.builder()
                    .item(item == null || projection == null ? item : projection.project(item))
                    .build());
            String table = input.transactItems().get(i).get().tableName();
            capacities.computeIfAbsent(table, Capacity::new).transactionalRead(item);
        }
        if (bytes > MAX_BYTES) {
            throw DynamodbErrors.validation("Transaction size exceeds the limit of 4 MB");
        }
        List<ConsumedCapacity> consumed = new ArrayList<>();
        for (Capacity capacity : capacities.values()) {
            ConsumedCapacity units = capacity.build(input.returnConsumedCapacity(), true);
            if (units != null) {
                consumed.add(units);
            }
        }
        return TransactGetItemsOutput.builder()
                .responses(responses)
                .consumedCapacity(consumed.isEmpty() ? null : consumed)
                .build();
    }

    private List<Store.Key> keys(TransactGetItemsInput input, Call call) {
        List<Store.Key> keys = new ArrayList<>();
        CancellationReasons reasons = new CancellationReasons();
        for (TransactGetItem item : input.transactItems()) {
            Table table = definitions.get(call, item.get().tableName());
            try {
                keys.add(items.key(table, KeyValues.checkedKey(item.get().key(), table.schema())));
                reasons.none();
            } catch (AwsException invalid) {
                reasons.invalid(String.valueOf(invalid.getMessage()));
            }
        }
        reasons.check();
        if (new HashSet<>(keys).size() < keys.size()) {
            throw DynamodbErrors.validation("Transaction request cannot include multiple operations on one item");
        }
        return keys;
    }
}
