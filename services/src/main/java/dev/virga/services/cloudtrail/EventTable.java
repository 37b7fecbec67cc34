package dev.virga.services.cloudtrail;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The event history: management events in order of time.
///
///     domain  cloudtrail/<account>/<region>
///     key     "event" + millis + event id     value  what it is found by, JSON
final class EventTable {
    private static final int FORMAT = 1;
    private static final int PAGE_ROWS = 500;
    private static final int PAGE_BYTES = 2 << 20;

    /// Where a page ends.
    record Position(long millis, String id) {}

    /// @param resources type and name by turns
    record Found(
            Position position,
            String source,
            String name,
            boolean readOnly,
            @Nullable String username,
            @Nullable String accessKeyId,
            List<ResourceTypes.Named> resources,
            String json) {}

    private final Store store;

    EventTable(Store store) {
        this.store = store;
    }

    static String domain(String account, String region) {
        return "cloudtrail/" + account + "/" + region;
    }

    private static byte[] all() {
        return new KeyBuilder().string("event").toBytes();
    }

    private static byte[] from(long millis) {
        return new KeyBuilder().string("event").number(millis).toBytes();
    }

    private static byte[] key(Position position) {
        return new KeyBuilder()
                .string("event")
                .number(position.millis())
                .string(position.id())
                .toBytes();
    }

    Store.Write put(EventRecord event) {
        byte[] value = new RowWriter(FORMAT)
                .string(event.source())
                .string(event.name())
                .bool(event.readOnly())
                .nullableString(event.username())
                .nullableString(event.accessKeyId())
                .list(event.resources(), (row, named) -> row.string(named.type())
                        .string(named.name()))
                .string(event.json())
                .toBytes();
        Position position = new Position(event.time().toEpochMilli(), event.id());
        return new Store.Put(new Store.Key(domain(event.account(), event.region()), key(position)), value);
    }

    /// Events before a position, the newest first, no older than `start`; a page of them.
    ///
    /// @param before null for the newest of all
    /// @param end of the time range, inclusive
    List<Found> page(String account, String region, Instant start, Instant end, @Nullable Position before) {
        byte[] to = before == null ? from(end.toEpochMilli() + 1) : key(before);
        byte[] from = from(start.toEpochMilli());
        List<Found> events = new ArrayList<>();
        for (Store.Row row : store.scan(domain(account, region), from, to, true, PAGE_ROWS, PAGE_BYTES)) {
            events.add(read(row));
        }
        return events;
    }

    /// All that are older.
    void remove(String account, String region, Instant before) {
        Store.Write range = new Store.DeleteRange(domain(account, region), all(), from(before.toEpochMilli()));
        store.commit(new Store.Transaction(null, List.of(), List.of(range)));
    }

    private static Found read(Store.Row row) {
        KeyReader key = new KeyReader(row.key().bytes());
        key.string();
        Position position = new Position(key.number(), key.string());
        RowReader value = new RowReader(row.value()).upTo(FORMAT);
        return new Found(
                position,
                value.string(),
                value.string(),
                value.bool(),
                value.nullableString(),
                value.nullableString(),
                value.list(each -> new ResourceTypes.Named(each.string(), each.string())),
                value.string());
    }
}
