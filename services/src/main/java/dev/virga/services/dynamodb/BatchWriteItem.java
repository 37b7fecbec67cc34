package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.BatchWriteItemInput;
import dev.virga.api.dynamodb.BatchWriteItemOutput;
import dev.virga.api.dynamodb.ConsumedCapacity;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.ItemCollectionMetrics;
import dev.virga.api.dynamodb.WriteRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Writes to tables without indexes are one commit; the others are one each, as in DynamoDB nothing
/// joins them.
final class BatchWriteItem implements Operation<BatchWriteItemInput, BatchWriteItemOutput> {
    private static final int MAX_REQUESTS = 25;

    private final DefinitionTable definitions;
    private final ItemTable items;
    private final ItemWriter writer;
    private final TableAccess access;

    BatchWriteItem(DefinitionTable definitions, ItemTable items, ItemWriter writer, TableAccess access) {
        this.definitions = definitions;
        this.items = items;
        this.writer = writer;
        this.access = access;
    }

    @Override
    public Op<BatchWriteItemInput, BatchWriteItemOutput> op() {
        return DynamodbOps.BatchWriteItem;
    }

    @Override
    public List<Access> access(BatchWriteItemInput input, Call call) {
        List<Access> all = new ArrayList<>();
        input.requestItems()
                .forEach((table, requests) ->
                        all.add(TableAccess.item("BatchWriteItem", DefinitionTable.arn(call, table), () -> {
                            Set<String> attributes = new HashSet<>();
                            List<Map<String, AttributeValue>> maps = new ArrayList<>();
                            for (WriteRequest request : requests) {
                                Map<String, AttributeValue> map = attributes(request);
                                maps.add(map);
                                attributes.addAll(map.keySet());
                            }
                            return new TableAccess.Values()
                                    .with(TableAccess.LEADING_KEYS, access.leadingKeys(call, table, maps))
                                    .with(TableAccess.ATTRIBUTES, List.copyOf(attributes))
                                    .build();
                        })));
        return all;
    }

    /// The item or the key.
    private static Map<String, AttributeValue> attributes(WriteRequest request) {
        if ((request.putRequest() == null) == (request.deleteRequest() == null)) {
            throw DynamodbErrors.validation(
                    "Supplied WriteRequest must contain exactly one of PutRequest and" + " DeleteRequest");
        }
        return request.putRequest() != null
                ? request.putRequest().item()
                : request.deleteRequest().key();
    }

    @Override
    public BatchWriteItemOutput handle(BatchWriteItemInput input, Call call) {
        Map<String, List<ItemChange>> changes = changes(input, call);
        boolean needBefore = Capacity.wanted(input.returnConsumedCapacity());
        Map<String, Capacity> capacities = new LinkedHashMap<>();
        Map<String, List<ItemCollectionMetrics>> collections = new LinkedHashMap<>();
        changes.forEach((table, list) -> {
            for (ItemWriter.Written written : writer.writeAll(call, table, needBefore, list)) {
                capacities.computeIfAbsent(table, Capacity::new).written(written, false);
                ItemCollectionMetrics metrics =
                        ReturnValues.itemCollection(input.returnItemCollectionMetrics(), written);
                if (metrics != null) {
                    collections.computeIfAbsent(table, t -> new ArrayList<>()).add(metrics);
                }
            }
        });
        List<ConsumedCapacity> consumed = new ArrayList<>();
        for (Capacity capacity : capacities.values()) {
            ConsumedCapacity units = capacity.build(input.returnConsumedCapacity(), false);
            if (units != null) {
                consumed.add(units);
            }
        }
        return BatchWriteItemOutput.builder()
                .unprocessedItems(Map.of())
                .itemCollectionMetrics(collections.isEmpty() ? null : collections)
                .consumedCapacity(consumed.isEmpty() ? null : consumed)
                .build();
    }

    /// Everything is checked before anything is written.
    private Map<String, List<ItemChange>> changes(BatchWriteItemInput input, Call call) {
        Map<String, List<ItemChange>> changes = new LinkedHashMap<>();
        int count = 0;
        for (Map.Entry<String, List<WriteRequest>> e : input.requestItems().entrySet()) {
            count += e.getValue().size();
            if (count > MAX_REQUESTS) {
                throw DynamodbErrors.validation("Too many items requested for the BatchWriteItem call");
            }
            Table table = definitions.get(call, e.getKey());
            List<ItemChange> list = new ArrayList<>();
            Set<Object> seen = new HashSet<>();
            for (WriteRequest request : e.getValue()) {
                ItemChange change = change(request, table);
                list.add(change);
                if (!seen.add(items.key(table, change.key()))) {
                    throw DynamodbErrors.validation("Provided list of item keys contains duplicates");
                }
            }
            changes.put(e.getKey(), list);
        }
        if (changes.isEmpty()) {
            throw DynamodbErrors.validation(
                    "1 validation error detected: Value '{}' at 'requestItems' failed to satisfy"
                            + " constraint: Member must have length greater than or equal to 1");
        }
        return changes;
    }

    private static ItemChange change(WriteRequest request, Table table) {
        Map<String, AttributeValue> attributes = attributes(request);
        return request.putRequest() != null
                ? PutItem.change(AttributeValues.checked(attributes), null, table)
                : new ItemChange.Delete(KeyValues.checkedKey(attributes, table.schema()), null);
    }
}
