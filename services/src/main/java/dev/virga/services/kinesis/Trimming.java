package dev.virga.services.kinesis;

import dev.virga.kernel.Time;
import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Removes what has passed the retention period, stream by stream, once an hour. Readers do not see
/// it any more as soon as it has; so all that is late is the space on the disk.
final class Trimming {
    static final Duration EVERY = Duration.ofHours(1);

    private static final String KIND = "kinesis-trim";
    private static final int FORMAT = 1;

    /// Ranges of a shard.
    private static final int RANGES = 2;

    private final Store store;
    private final Time time;
    private final Timers timers;
    private final StreamTable streams;
    private final RecordTable records;

    Trimming(Store store, Time time, Timers timers, StreamTable streams, RecordTable records) {
        this.store = store;
        this.time = time;
        this.timers = timers;
        this.streams = streams;
        this.records = records;
        timers.handle(KIND, this::fire);
    }

    /// The write with which a stream begins to be trimmed.
    Store.Write begin(Stream stream, Instant now) {
        return timers.set(timer(stream, now));
    }

    private static Timer timer(Stream stream, Instant now) {
        StreamName name = stream.name();
        byte[] payload = new RowWriter(FORMAT)
                .string(name.account())
                .string(name.region())
                .string(name.name())
                .string(stream.id())
                .toBytes();
        return new Timer(KIND, stream.id(), now.plus(EVERY), payload);
    }

    private void fire(Timer timer) {
        RowReader row = new RowReader(timer.payload()).upTo(FORMAT);
        StreamName name = new StreamName(row.string(), row.string(), row.string());
        StreamTable.Found found = streams.find(name);
        if (found == null || !found.stream().id().equals(row.string())) {
            store.commit(new Store.Transaction(null, List.of(), List.of(timers.remove(timer))));
            return;
        }
        Instant now = time.instant();
        trim(found.stream(), now);
        dropClosed(name, found.stream().id(), now);
        List<Store.Write> again = List.of(timers.remove(timer), timers.set(timer(found.stream(), now)));
        store.commit(new Store.Transaction(null, List.of(), again));
    }

    private void trim(Stream stream, Instant now) {
        long horizon = stream.horizonMillis(now);
        List<Store.Write> writes = new ArrayList<>();
        for (StreamShard shard : stream.shards()) {
            writes.addAll(records.trim(stream, shard, horizon));
            if (writes.size() + RANGES > Store.TRANSACTION_RANGES) {
                store.commit(new Store.Transaction(null, List.of(), writes));
                writes = new ArrayList<>();
            }
        }
        if (!writes.isEmpty()) {
            store.commit(new Store.Transaction(null, List.of(), writes));
        }
    }

    /// Closed shards whose records are all gone.
    private void dropClosed(StreamName name, String id, Instant now) {
        Instant sure = now.minus(EVERY);
        if (streams.find(name) != null) {
            streams.update(name, stream -> stream.id().equals(id) ? stream.withShards(stream.alive(sure)) : stream);
        }
    }
}
