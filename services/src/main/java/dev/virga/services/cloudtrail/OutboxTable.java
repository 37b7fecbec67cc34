package dev.virga.services.cloudtrail;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Events that a trail has still to deliver, in the order in which they were recorded.
///
///     domain  cloudtrail/<account>/outbox
///     key     "s3" or "logs" + home region + trail + sequence     value  time, region, JSON
final class OutboxTable {
    private static final int FORMAT = 1;

    /// What one delivery takes.
    static final int MAX_ROWS = 5_000;

    static final int MAX_BYTES = 16 << 20;

    enum Way {
        S3("s3"),
        LOGS("logs");

        private final String name;

        Way(String name) {
            this.name = name;
        }
    }

    record Pending(long sequence, Instant time, String region, String json) {}

    private final Store store;

    OutboxTable(Store store) {
        this.store = store;
    }

    private static Store.Key log(Way way, Trail trail) {
        return new KeyBuilder()
                .string(way.name)
                .string(trail.region())
                .string(trail.name())
                .toKey("cloudtrail/" + trail.account() + "/outbox");
    }

    Store.Write append(Way way, Trail trail, EventRecord event) {
        byte[] value = new RowWriter(FORMAT)
                .varint(event.time().toEpochMilli())
                .string(event.region())
                .string(event.json())
                .toBytes();
        return new Store.Append(log(way, trail), value);
    }

    List<Pending> next(Way way, Trail trail) {
        Store.Key log = log(way, trail);
        byte[] end = KeyBuilder.prefixEnd(log.bytes());
        List<Pending> all = new ArrayList<>();
        for (Store.Row row : store.scan(log.domain(), log.bytes(), end, false, MAX_ROWS, MAX_BYTES)) {
            RowReader value = new RowReader(row.value()).upTo(FORMAT);
            all.add(new Pending(
                    KeyReader.sequence(row.key().bytes()),
                    Instant.ofEpochMilli(value.varint()),
                    value.string(),
                    value.string()));
        }
        return all;
    }

    /// Everything up to this one.
    Store.Write remove(Way way, Trail trail, Pending last) {
        Store.Key log = log(way, trail);
        byte[] to = new KeyBuilder()
                .raw(log.bytes())
                .raw(ByteBuffer.allocate(Long.BYTES)
                        .putLong(last.sequence() + 1)
                        .array())
                .toBytes();
        return new Store.DeleteRange(log.domain(), log.bytes(), to);
    }

    /// Everything.
    Store.Write removeAll(Way way, Trail trail) {
        Store.Key log = log(way, trail);
        byte[] end = KeyBuilder.prefixEnd(log.bytes());
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return new Store.DeleteRange(log.domain(), log.bytes(), end);
    }
}
