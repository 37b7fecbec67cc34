package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.BatchGetItemInput;
import dev.virga.api.dynamodb.BatchGetItemOutput;
import dev.virga.api.dynamodb.ConsumedCapacity;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.KeysAndAttributes;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

final class BatchGetItem implements Operation<BatchGetItemInput, BatchGetItemOutput> {
    private static final int MAX_KEYS = 100;
    private static final int MAX_ANSWER_BYTES = 16 << 20;
    /// Items that are in memory at once before they count against the answer.
    private static final int CHUNK = 20;

    private final DefinitionTable definitions;
    private final ItemTable items;
    private final TableAccess access;

    BatchGetItem(DefinitionTable definitions, ItemTable items, TableAccess access) {
        this.definitions = definitions;
        this.items = items;
        this.access = access;
    }

    @Override
    public Op<BatchGetItemInput, BatchGetItemOutput> op() {
        return DynamodbOps.BatchGetItem;
    }

    @Override
    public List<Access> access(BatchGetItemInput input, Call call) {
        List<Access> all = new ArrayList<>();
        input.requestItems()
                .forEach((table, keys) ->
                        all.add(TableAccess.item("BatchGetItem", DefinitionTable.arn(call, table), () -> {
                            ProjectionExpression projection = projection(keys);
                            TableAccess.Values values = new TableAccess.Values()
                                    .with(TableAccess.LEADING_KEYS, access.leadingKeys(call, table, keys.keys()));
                            return projection == null
                                    ? values.build()
                                    : values.with(TableAccess.SELECT, "SPECIFIC_ATTRIBUTES")
                                            .with(TableAccess.ATTRIBUTES, projection.heads())
                                            .build();
                        })));
        return all;
    }

    /// What is asked of one table.
    private record Asked(
            String name,
            KeysAndAttributes request,
            List<Store.Key> keys,
            @Nullable ProjectionExpression projection,
            boolean consistent) {}

    @Override
    public BatchGetItemOutput handle(BatchGetItemInput input, Call call) {
        List<Asked> all = new ArrayList<>();
        int count = 0;
        for (Map.Entry<String, KeysAndAttributes> e : input.requestItems().entrySet()) {
            count += e.getValue().keys().size();
            if (count > MAX_KEYS) {
                throw DynamodbErrors.validation("Too many items requested for the BatchGetItem call");
            }
            all.add(asked(e.getKey(), e.getValue(), call));
        }
        if (all.isEmpty()) {
            throw DynamodbErrors.validation(
                    "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy"
                            + " constraint: Member must have length greater than or equal to 1");
        }
        return read(all, input.returnConsumedCapacity());
    }

    private Asked asked(String name, KeysAndAttributes request, Call call) {
        ProjectionExpression projection = projection(request);
        Table table = definitions.get(call, name);
        List<Store.Key> keys = new ArrayList<>();
        Set<Store.Key> seen = new HashSet<>();
        for (Map<String, AttributeValue> key : request.keys()) {
            keys.add(items.key(table, KeyValues.checkedKey(key, table.schema())));
            if (!seen.add(keys.getLast())) {
                throw DynamodbErrors.validation("Provided list of item keys contains duplicates");
            }
        }
        return new Asked(name, request, keys, projection, Boolean.TRUE.equals(request.consistentRead()));
    }

    private static @Nullable ProjectionExpression projection(KeysAndAttributes request) {
        ExpressionAttributes attributes = new ExpressionParameters()
                .expression("ProjectionExpression", request.projectionExpression())
                .legacy("AttributesToGet", request.attributesToGet())
                .attributes(request.expressionAttributeNames(), null);
        return ProjectionExpression.of(request.projectionExpression(), request.attributesToGet(), attributes);
    }

    private BatchGetItemOutput read(List<Asked> all, @Nullable String mode) {
        Map<String, List<Map<String, AttributeValue>>> responses = new LinkedHashMap<>();
        Map<String, KeysAndAttributes> unprocessed = new LinkedHashMap<>();
        List<ConsumedCapacity> consumed = new ArrayList<>();
        long left = MAX_ANSWER_BYTES;
        for (Asked asked : all) {
            List<Map<String, AttributeValue>> found = new ArrayList<>();
            Capacity capacity = new Capacity(asked.name);
            int done = 0;
            while (done < asked.keys.size() && left > 0) {
                List<Store.Key> chunk = asked.keys.subList(done, Math.min(done + CHUNK, asked.keys.size()));
                Map<Store.Key, ItemTable.Stored> stored = items.get(chunk);
                for (Store.Key key : chunk) {
                    ItemTable.Stored one = stored.get(key);
                    if (one != null) {
                        left -= ItemSize.of(one.item());
                        found.add(asked.projection == null ? one.item() : asked.projection.project(one.item()));
                    }
                    capacity.read(one == null ? null : one.item(), asked.consistent);
                    done++;
                    if (left <= 0) {
                        break;
                    }
                }
            }
            responses.put(asked.name, found);
            if (done < asked.keys.size()) {
                List<Map<String, AttributeValue>> rest = asked.request.keys().subList(done, asked.keys.size());
                unprocessed.put(asked.name, asked.request.toBuilder().keys(rest).build());
            }
            ConsumedCapacity units = capacity.build(mode, false);
            if (units != null) {
                consumed.add(units);
            }
        }
        return BatchGetItemOutput.builder()
                .responses(responses)
                .unprocessedKeys(unprocessed)
                .consumedCapacity(consumed.isEmpty() ? null : consumed)
                .build();
    }
}
