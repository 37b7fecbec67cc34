package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;

/// DynamoDB: tables and items, as README.md describes them. Everything that is acknowledged is in
/// the store.
public final class Dynamodb implements Service {
    private final DefinitionTable definitions;
    private final List<Operation<?, ?>> operations;

    /// @param timers not yet started
    public Dynamodb(Store store, Time time, Timers timers) {
        this(store, time, timers, PolicyPrincipals.BY_NAME);
    }

    /// @param timers not yet started
    public Dynamodb(Store store, Time time, Timers timers, PolicyPrincipals principals) {
        definitions = new DefinitionTable(store);
        ItemTable items = new ItemTable(store);
        TokenTable tokens = new TokenTable(store);
        ItemWriter writer = new ItemWriter(store, definitions, items);
        ItemTransaction transaction = new ItemTransaction(store, definitions, items, tokens);
        ItemPages pages = new ItemPages(items);
        ItemCounts counts = new ItemCounts(items, time);
        Backfill backfill = new Backfill(store, timers, definitions, items);
        TableAccess access = new TableAccess(definitions);
        List<Operation<?, ?>> all = List.of(
                new BatchGetItem(definitions, items, access),
                new BatchWriteItem(definitions, items, writer, access),
                new CreateTable(definitions, principals),
                new DeleteItem(writer, access),
                new DeleteResourcePolicy(definitions),
                new DeleteTable(definitions),
                new DescribeEndpoints(),
                new DescribeLimits(),
                new DescribeTable(definitions, counts),
                new DescribeTimeToLive(definitions),
                new GetItem(definitions, items, access),
                new GetResourcePolicy(definitions, principals),
                new ListTables(definitions),
                new ListTagsOfResource(definitions),
                new PutItem(writer, access),
                new PutResourcePolicy(definitions, principals),
                new Query(definitions, items, pages),
                new Scan(definitions, items, pages),
                new TagResource(definitions),
                new TransactGetItems(definitions, items, access),
                new TransactWriteItems(transaction, tokens, access),
                new UntagResource(definitions),
                new UpdateItem(writer, access),
                new UpdateTable(definitions, backfill, counts),
                new UpdateTimeToLive(definitions));
        operations = all.stream()
                .<Operation<?, ?>>map(operation -> new GuardedByPolicy<>(operation, definitions))
                .toList();
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        // Those of a table are those of its indexes and streams.
        Table table = definitions.find(call, arn.replaceFirst("/(index|stream)/.*", ""));
        return table == null ? Map.of() : table.definition().tags();
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
