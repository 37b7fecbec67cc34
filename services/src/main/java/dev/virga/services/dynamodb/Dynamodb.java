package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;

/// DynamoDB.
public final class Dynamodb implements Service {
    private final List<Operation<?, ?>> operations;

    public Dynamodb(Store store, Time time, Timers timers) {
        DefinitionTable definitions = new DefinitionTable(store);
        ItemTable items = new ItemTable(store);
        ItemWriter writer = new ItemWriter(store, definitions, items);
        TableAccess access = new TableAccess(definitions);
        ItemCounts counts = new ItemCounts(items, time);
        operations = List.of(
                new CreateTable(definitions),
                new DeleteTable(definitions),
                new DescribeTable(definitions, counts),
                new ListTables(definitions),
                new DeleteItem(writer, access),
                new GetItem(definitions, items, access),
                new PutItem(writer, access),
                new UpdateItem(writer, access));
    }

    @Override
    public Model model() {
        return DynamodbOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }
}
