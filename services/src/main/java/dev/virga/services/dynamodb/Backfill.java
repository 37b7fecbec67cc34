package dev.virga.services.dynamodb;

import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Fills a new global index with the items that were there before. The timer that starts it is only
/// removed in the end, so that a restart begins it anew; writing an entry twice does no harm.
///
/// Each commit checks that the items are still as they were read: writers maintain the index since
/// it was defined, so an item that changed meanwhile is read again.
final class Backfill {
    private static final String KIND = "dynamodb.backfill";
    private static final byte FORMAT = 1;
    private static final int CHUNK = 200;
    private static final int CHUNK_BYTES = 2 << 20;
    private static final System.Logger LOG = System.getLogger(Backfill.class.getName());

    private final Store store;
    private final Timers timers;
    private final DefinitionTable definitions;
    private final ItemTable items;

    Backfill(Store store, Timers timers, DefinitionTable definitions, ItemTable items) {
        this.store = store;
        this.timers = timers;
        this.definitions = definitions;
        this.items = items;
        timers.handle(KIND, this::run);
    }

    /// The write that starts it, for the commit that defines the index.
    Store.Write start(TableDefinition table, String index, Instant now) {
        byte[] payload = new RowWriter(FORMAT)
                .string(table.account())
                .string(table.region())
                .string(table.name())
                .string(index)
                .toBytes();
        return timers.set(new Timer(KIND, table.id() + "/" + index, now, payload));
    }

    private void run(Timer timer) {
        RowReader row = new RowReader(timer.payload()).upTo(FORMAT);
        Job job = new Job(row.string(), row.string(), row.string(), row.string());
        Table table = definitions.findUncached(job.account, job.region, job.table);
        if (table != null && timer.id().startsWith(table.definition().id()) && isFilling(table, job.index)) {
            fill(table, job);
        }
        store.commit(new Store.Transaction(null, List.of(), List.of(timers.remove(timer))));
    }

    private record Job(String account, String region, String table, String index) {}

    private static boolean isFilling(Table table, String name) {
        IndexDefinition index = table.definition().index(name);
        return index != null && !index.active();
    }

    private void fill(Table found, Job job) {
        Table table = found;
        ItemTable.Range left = items.all(null, 0, 1);
        while (true) {
            List<Store.Row> rows = items.scan(table, left, false, CHUNK, CHUNK_BYTES);
            if (rows.isEmpty()) {
                break;
            }
            IndexDefinition index = table.definition().index(job.index);
            if (index == null) {
                return;
            }
            if (write(table, index, rows)) {
                left = ItemTable.after(left, rows.getLast().key().bytes(), false);
                continue;
            }
            // An item or the table changed: read both again.
            Table again = definitions.findUncached(job.account, job.region, job.table);
            if (again == null || !again.domain().equals(table.domain())) {
                return;
            }
            table = again;
        }
        activate(job);
        LOG.log(System.Logger.Level.INFO, "index {0} of table {1} is filled", job.index, job.table);
    }

    private boolean write(Table table, IndexDefinition index, List<Store.Row> rows) {
        List<Store.Check> checks = new ArrayList<>(table.unchanged());
        List<Store.Write> writes = new ArrayList<>();
        for (Store.Row row : rows) {
            Store.@Nullable Write entry =
                    items.entry(table, index, new ItemTable.Stored(row, ItemRow.decode(row.value())));
            if (entry != null) {
                checks.add(new Store.At(row.key(), row.version()));
                writes.add(entry);
            }
        }
        return writes.isEmpty() || store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    private void activate(Job job) {
        definitions.update(job.account, job.region, job.table, definition -> {
            IndexDefinition index = definition.index(job.index);
            return index == null ? definition : definition.withIndex(index.activated());
        });
    }
}
