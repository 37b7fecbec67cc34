package dev.virga.services.dynamodb;

import dev.virga.kernel.Time;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// Counts items for DescribeTable. Small tables are counted at once, so their counts are exact.
/// Large ones are counted in the background when somebody asks and the last count is hours old, as
/// DynamoDB's own counts are.
///
/// Any thread may call it.
final class ItemCounts {
    /// Tables of fewer items are counted whenever they are described.
    private static final int SMALL = 1_000;
    private static final int MAX_BYTES = 4 << 20;
    private static final Duration MAX_AGE = Duration.ofHours(6);
    private static final int MAX_REMEMBERED = 20_000;

    private final ItemTable items;
    private final Time time;
    private final Map<String, Counted> counted = new ConcurrentHashMap<>();
    private final Semaphore counting = new Semaphore(1);

    private record Counted(ItemCount count, Instant at) {}

    ItemCounts(ItemTable items, Time time) {
        this.items = items;
        this.time = time;
    }

    ItemCount of(Table table) {
        ItemTable.Range all = items.all(null, 0, 1);
        List<Store.Row> first = items.scan(table, all, false, SMALL, MAX_BYTES);
        ItemCount atLeast = sum(ItemCount.NONE, first);
        if (first.size() < SMALL && atLeast.bytes() < MAX_BYTES) {
            return atLeast;
        }
        String domain = table.domain();
        Counted last = counted.get(domain);
        if (last == null || last.at.plus(MAX_AGE).isBefore(time.instant())) {
            count(table, all);
        }
        return last != null && last.count.items() > atLeast.items() ? last.count : atLeast;
    }

    private static ItemCount sum(ItemCount before, List<Store.Row> rows) {
        long bytes = before.bytes();
        for (Store.Row row : rows) {
            bytes += row.value().length;
        }
        return new ItemCount(before.items() + rows.size(), bytes);
    }

    private void count(Table table, ItemTable.Range all) {
        if (!counting.tryAcquire()) {
            return;
        }
        Instant began = time.instant();
        Thread.ofVirtual().name("dynamodb-count").start(() -> {
            try {
                ItemCount count = ItemCount.NONE;
                ItemTable.Range left = all;
                List<Store.Row> rows = items.scan(table, left, false, SMALL, MAX_BYTES);
                while (!rows.isEmpty()) {
                    count = sum(count, rows);
                    left = ItemTable.after(left, rows.getLast().key().bytes(), false);
                    rows = items.scan(table, left, false, SMALL, MAX_BYTES);
                }
                if (counted.size() >= MAX_REMEMBERED) {
                    counted.clear();
                }
                counted.put(table.domain(), new Counted(count, began));
            } catch (IllegalStateException closed) {
                // The store was closed meanwhile: nobody waits for the count.
            } finally {
                counting.release();
            }
        });
    }
}
