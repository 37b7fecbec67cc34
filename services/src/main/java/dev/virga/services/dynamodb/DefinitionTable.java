package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.ResourceNotFoundException;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.services.dynamodb.KeySchema.KeyAttribute;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The definitions of tables, cached.
///
///     domain  dynamodb/account/region/tables
///     key     name
///
/// Any thread may call it.
final class DefinitionTable {
    /// Since 2 with the resource policy at the end.
    private static final byte FORMAT = 2;
    private static final String ARN = "arn:";
    private static final String RESOURCE = "table/";
    /// Definitions in memory; beyond that the cache starts anew.
    private static final int MAX_CACHED = 20_000;
    private static final int MAX_ATTEMPTS = 100;

    private final Store store;
    private final Map<Store.Key, Table> cache = new ConcurrentHashMap<>();
    /// Counts changes, so that nobody caches what was read before one.
    private final AtomicLong changes = new AtomicLong();

    DefinitionTable(Store store) {
        this.store = store;
    }

    private static String domain(String account, String region) {
        return "dynamodb/" + account + "/" + region + "/tables";
    }

    private static Store.Key key(String account, String region, String name) {
        return new Store.Key(domain(account, region), name.getBytes(StandardCharsets.UTF_8));
    }

    private static Store.Key key(Call call, String nameOrArn) {
        Arn arn = nameOrArn.startsWith(ARN) ? Arn.parse(nameOrArn) : null;
        if (arn != null && !arn.region().equals(call.region())) {
            throw new ResourceNotFoundException("Requested resource not found: " + nameOrArn);
        }
        // Of another account only who its table's policy allows comes so far.
        return key(arn == null ? call.account() : arn.account(), call.region(), name(nameOrArn));
    }

    /// Requests may name a table by its ARN.
    static String name(String nameOrArn) {
        Arn arn = nameOrArn.startsWith(ARN) ? Arn.parse(nameOrArn) : null;
        if (arn == null || !arn.resource().startsWith(RESOURCE)) {
            return nameOrArn;
        }
        return arn.resource().substring(RESOURCE.length());
    }

    /// ARN of the table, whether it exists or not.
    static String arn(Call call, String nameOrArn) {
        return nameOrArn.startsWith(ARN) ? nameOrArn : TableDefinition.arn(call.account(), call.region(), nameOrArn);
    }

    /// Null when there is none.
    @Nullable
    Table find(Call call, String nameOrArn) {
        return find(key(call, nameOrArn));
    }

    /// As it is in the store: whoever changed it may not have come to clear the cache yet.
    @Nullable
    Table findUncached(String account, String region, String name) {
        Store.Key key = key(account, region, name);
        forget(key);
        return find(key);
    }

    private @Nullable Table find(Store.Key key) {
        Table cached = cache.get(key);
        if (cached != null) {
            return cached;
        }
        long before = changes.get();
        Store.Row row = store.get(key);
        if (row == null) {
            return null;
        }
        Table table = table(row);
        if (cache.size() >= MAX_CACHED) {
            cache.clear();
        }
        cache.put(key, table);
        if (changes.get() != before) {
            cache.remove(key, table);
        }
        return table;
    }

    /// @throws ResourceNotFoundException as operations on items word it
    Table get(Call call, String nameOrArn) {
        Table table = find(call, nameOrArn);
        if (table == null) {
            throw new ResourceNotFoundException("Requested resource not found");
        }
        return table;
    }

    /// @throws ResourceNotFoundException as operations on tables word it
    Table getByName(Call call, String nameOrArn) {
        Table table = find(call, nameOrArn);
        if (table == null) {
            throw notFound(nameOrArn);
        }
        return table;
    }

    /// The table that tags belong to.
    Table getByArn(Call call, String arn) {
        Arn parsed = Arn.parse(arn);
        if (parsed == null || !parsed.resource().startsWith(RESOURCE)) {
            throw DynamodbErrors.validation("Invalid TableArn: Invalid ResourceArn provided as input " + arn);
        }
        Table table = find(call, arn);
        if (table == null) {
            throw new ResourceNotFoundException("Requested resource not found: ResourcArn: " + arn + " not found");
        }
        return table;
    }

    private static ResourceNotFoundException notFound(String nameOrArn) {
        return new ResourceNotFoundException("Requested resource not found: Table: " + name(nameOrArn) + " not found");
    }

    /// Reads the definition anew with the next [#find]: a commit found it changed.
    void forget(Table table) {
        forget(table.key());
    }

    private void forget(Store.Key key) {
        changes.incrementAndGet();
        cache.remove(key);
    }

    /// False when there is a table of this name.
    boolean create(TableDefinition definition) {
        Store.Key key = key(definition.account(), definition.region(), definition.name());
        Store.Result result = store.commit(new Store.Transaction(
                null, List.of(new Store.Absent(key)), List.of(new Store.Put(key, write(definition)))));
        forget(key);
        return result instanceof Store.Committed;
    }

    /// Changes the definition, and commits `more` with it.
    ///
    /// @param change may be called several times
    TableDefinition update(Call call, String nameOrArn, UnaryOperator<TableDefinition> change, List<Store.Write> more) {
        TableDefinition changed = update(key(call, nameOrArn), change, more);
        if (changed == null) {
            throw notFound(nameOrArn);
        }
        return changed;
    }

    /// The same for work of the service's own; null when there is no such table any more.
    @Nullable
    TableDefinition update(String account, String region, String name, UnaryOperator<TableDefinition> change) {
        return update(key(account, region, name), change, List.of());
    }

    private @Nullable TableDefinition update(
            Store.Key key, UnaryOperator<TableDefinition> change, List<Store.Write> more) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Table table = find(key);
            if (table == null) {
                return null;
            }
            TableDefinition changed = change.apply(table.definition());
            List<Store.Write> writes = new ArrayList<>(more);
            writes.add(new Store.Put(key, write(changed)));
            Store.Result result = store.commit(new Store.Transaction(null, table.unchanged(), writes));
            forget(table);
            if (result instanceof Store.Committed) {
                return changed;
            }
        }
        throw DynamodbErrors.tooMuchContention();
    }

    /// Deletes the definition and every row of the table.
    ///
    /// @param check refuses the deletion
    TableDefinition delete(Call call, String nameOrArn, Consumer<TableDefinition> check) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Table table = getByName(call, nameOrArn);
            check.accept(table.definition());
            List<Store.Write> writes = List.of(new Store.Delete(table.key()), ItemTable.deleteAll(table.domain()));
            Store.Result result = store.commit(new Store.Transaction(null, table.unchanged(), writes));
            forget(table);
            if (result instanceof Store.Committed) {
                return table.definition();
            }
        }
        throw DynamodbErrors.tooMuchContention();
    }

    /// In the order of names.
    ///
    /// @param after null to begin with the first
    List<String> names(Call call, @Nullable String after, int max) {
        byte[] from = after == null ? new byte[0] : (after + "\0").getBytes(StandardCharsets.UTF_8);
        return store.scan(domain(call.account(), call.region()), from, null, false, max, Integer.MAX_VALUE).stream()
                .map(row -> new String(row.key().bytes(), StandardCharsets.UTF_8))
                .toList();
    }

    private static Table table(Store.Row row) {
        TableDefinition definition = read(row.value());
        return new Table(
                definition,
                row.key(),
                "dynamodb/" + definition.account() + "/" + definition.region() + "/" + definition.id(),
                List.of(new Store.At(row.key(), row.version())));
    }

    private static byte[] write(TableDefinition d) {
        RowWriter row = new RowWriter(FORMAT)
                .string(d.account())
                .string(d.region())
                .string(d.name())
                .string(d.id())
                .varint(d.created().toEpochMilli())
                .map(d.attributeTypes());
        schema(row, d.schema());
        row.list(d.indexes(), DefinitionTable::index).varint(d.nextIndexNumber());
        Instant since = d.onDemandSince();
        TableDefinition.ResourcePolicy policy = d.policy();
        return row.bool(d.onDemand())
                .nullableVarint(since == null ? null : since.toEpochMilli())
                .varint(d.throughput().read())
                .varint(d.throughput().write())
                .bool(d.deletionProtection())
                .string(d.tableClass())
                .nullableString(d.timeToLive())
                .map(d.tags())
                .nullableString(policy == null ? null : policy.document())
                .nullableString(policy == null ? null : policy.revision())
                .toBytes();
    }

    private static void schema(RowWriter row, KeySchema schema) {
        row.string(schema.partition().name()).string(schema.partition().type());
        KeyAttribute sort = schema.sort();
        row.nullableString(sort == null ? null : sort.name());
        row.nullableString(sort == null ? null : sort.type());
    }

    private static void index(RowWriter row, IndexDefinition index) {
        row.string(index.name()).varint(index.number()).bool(index.global());
        schema(row, index.schema());
        row.string(index.projectionType())
                .list(index.nonKeyAttributes(), RowWriter::string)
                .bool(index.active())
                .varint(index.throughput().read())
                .varint(index.throughput().write());
    }

    private static TableDefinition read(byte[] value) {
        RowReader row = new RowReader(value).upTo(FORMAT);
        return new TableDefinition(
                row.string(),
                row.string(),
                row.string(),
                row.string(),
                Instant.ofEpochMilli(row.varint()),
                row.map(),
                schema(row),
                row.list(DefinitionTable::index),
                (int) row.varint(),
                row.bool(),
                instant(row.nullableVarint()),
                new Throughput(row.varint(), row.varint()),
                row.bool(),
                row.string(),
                row.nullableString(),
                row.map(),
                policy(row));
    }

    private static TableDefinition.@Nullable ResourcePolicy policy(RowReader row) {
        String document = row.more() ? row.nullableString() : null;
        String revision = row.more() ? row.nullableString() : null;
        return document == null || revision == null ? null : new TableDefinition.ResourcePolicy(document, revision);
    }

    /// The policy of the table that an ARN means, or whose index it means; null when there is none.
    @Nullable
    String policy(String arn, Call call) {
        int at = arn.indexOf(":" + RESOURCE);
        if (at < 0) {
            return null;
        }
        int end = arn.indexOf('/', at + RESOURCE.length() + 1);
        Arn parsed = Arn.parse(end < 0 ? arn : arn.substring(0, end));
        if (parsed == null || !parsed.region().equals(call.region())) {
            return null;
        }
        Table table =
                find(key(parsed.account(), parsed.region(), parsed.resource().substring(RESOURCE.length())));
        TableDefinition.ResourcePolicy policy =
                table == null ? null : table.definition().policy();
        return policy == null ? null : policy.document();
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static KeySchema schema(RowReader row) {
        KeyAttribute partition = new KeyAttribute(row.string(), row.string());
        String name = row.nullableString();
        String type = row.nullableString();
        return new KeySchema(partition, name == null || type == null ? null : new KeyAttribute(name, type));
    }

    private static IndexDefinition index(RowReader row) {
        return new IndexDefinition(
                row.string(),
                (int) row.varint(),
                row.bool(),
                schema(row),
                row.string(),
                row.list(RowReader::string),
                row.bool(),
                new Throughput(row.varint(), row.varint()));
    }
}
