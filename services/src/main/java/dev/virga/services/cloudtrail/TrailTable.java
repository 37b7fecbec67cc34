package dev.virga.services.cloudtrail;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Trails of an account, of all regions together since some cover several.
///
///     domain  cloudtrail/<account>/trails
///     key     "trail" + home region + name     value  the trail
///
/// Counts its changes, for [Recorder] to know when what it remembers is old.
final class TrailTable {
    private static final int FORMAT = 1;
    private static final int MAX_ROWS = 1_000;
    private static final int PAGE_BYTES = 4 << 20;
    private static final int MAX_ATTEMPTS = 20;

    private final Store store;
    private final AtomicLong epoch = new AtomicLong();

    TrailTable(Store store) {
        this.store = store;
    }

    long epoch() {
        return epoch.get();
    }

    static Store.Key key(String account, String region, String name) {
        return new KeyBuilder().string("trail").string(region).string(name).toKey("cloudtrail/" + account + "/trails");
    }

    List<Trail> all(String account) {
        List<Trail> trails = new ArrayList<>();
        byte[] from = new KeyBuilder().string("trail").toBytes();
        String domain = "cloudtrail/" + account + "/trails";
        for (Store.Row row : store.scan(domain, from, KeyBuilder.prefixEnd(from), false, MAX_ROWS, PAGE_BYTES)) {
            trails.add(read(row));
        }
        return trails;
    }

    @Nullable
    Trail find(String account, String region, String name) {
        Store.Row row = store.get(key(account, region, name));
        return row == null ? null : read(row);
    }

    /// False when there is one of this name.
    boolean add(Trail trail, List<Store.Write> with) {
        Store.Key key = key(trail.account(), trail.region(), trail.name());
        List<Store.Write> writes = new ArrayList<>(with);
        writes.add(new Store.Put(key, write(trail)));
        Store.Result result = store.commit(new Store.Transaction(null, List.of(new Store.Absent(key)), writes));
        epoch.incrementAndGet();
        return result instanceof Store.Committed;
    }

    /// Replaces it by what `change` makes of it.
    Trail change(String account, String region, String name, List<Store.Write> with, UnaryOperator<Trail> change) {
        Store.Key key = key(account, region, name);
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Store.Row row = store.get(key);
            if (row == null) {
                throw CloudTrailErrors.notFound(name, account);
            }
            Trail changed = change.apply(read(row));
            List<Store.Write> writes = new ArrayList<>(with);
            writes.add(new Store.Put(key, write(changed)));
            List<Store.Check> unchanged = List.of(new Store.At(key, row.version()));
            if (store.commit(new Store.Transaction(null, unchanged, writes)) instanceof Store.Committed) {
                epoch.incrementAndGet();
                return changed;
            }
        }
        throw CloudTrailErrors.conflict(name);
    }

    void delete(Trail trail, List<Store.Write> with) {
        List<Store.Write> writes = new ArrayList<>(with);
        writes.add(new Store.Delete(key(trail.account(), trail.region(), trail.name())));
        store.commit(new Store.Transaction(null, List.of(), writes));
        epoch.incrementAndGet();
    }

    private static byte[] write(Trail trail) {
        RowWriter row = new RowWriter(FORMAT)
                .string(trail.account())
                .string(trail.region())
                .string(trail.name())
                .string(trail.bucket())
                .nullableString(trail.prefix())
                .bool(trail.globalEvents())
                .bool(trail.multiRegion())
                .nullableString(trail.logGroupArn())
                .nullableString(trail.roleArn())
                .string(trail.selectors())
                .map(trail.tags())
                .bool(trail.logging());
        time(row, trail.started());
        time(row, trail.stopped());
        outcome(row, trail.delivery());
        outcome(row, trail.logs());
        return row.toBytes();
    }

    private static void time(RowWriter row, @Nullable Instant time) {
        row.nullableVarint(time == null ? null : (Long) time.toEpochMilli());
    }

    private static void outcome(RowWriter row, Trail.Outcome outcome) {
        time(row, outcome.attempted());
        time(row, outcome.succeeded());
        row.nullableString(outcome.error());
    }

    private static Trail read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        return new Trail(
                row.string(),
                row.string(),
                row.string(),
                row.string(),
                row.nullableString(),
                row.bool(),
                row.bool(),
                row.nullableString(),
                row.nullableString(),
                row.string(),
                row.map(),
                row.bool(),
                readTime(row),
                readTime(row),
                readOutcome(row),
                readOutcome(row));
    }

    private static @Nullable Instant readTime(RowReader row) {
        Long millis = row.nullableVarint();
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static Trail.Outcome readOutcome(RowReader row) {
        return new Trail.Outcome(readTime(row), readTime(row), row.nullableString());
    }
}
