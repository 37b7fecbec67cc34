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
import org.jspecify.annotations.Nullable;

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

    /// What is kept for a destination that takes nothing: then the oldest go.
    static final int MAX_KEPT_ROWS = 200_000;

    static final long MAX_KEPT_BYTES = 256L << 20;

    record Pending(long sequence, Instant time, String region, String json) {}

    /// @param more whether the page was full, so that there may be more
    record Page(List<Pending> events, boolean more) {
        boolean isEmpty() {
            return events.isEmpty();
        }
    }

    private final Store store;
    private final int maxKeptRows;
    private final long maxKeptBytes;

    OutboxTable(Store store) {
        this(store, MAX_KEPT_ROWS, MAX_KEPT_BYTES);
    }

    OutboxTable(Store store, int maxKeptRows, long maxKeptBytes) {
        this.store = store;
        this.maxKeptRows = maxKeptRows;
        this.maxKeptBytes = maxKeptBytes;
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

    Page next(Way way, Trail trail) {
        Store.Key log = log(way, trail);
        return page(log, log.bytes(), KeyBuilder.prefixEnd(log.bytes()), false);
    }

    private Page page(Store.Key log, byte[] from, byte @Nullable [] to, boolean reverse) {
        List<Pending> all = new ArrayList<>();
        long bytes = 0;
        for (Store.Row row : store.scan(log.domain(), from, to, reverse, MAX_ROWS, MAX_BYTES)) {
            bytes += row.key().bytes().length + row.value().length;
            RowReader value = new RowReader(row.value()).upTo(FORMAT);
            all.add(new Pending(
                    KeyReader.sequence(row.key().bytes()),
                    Instant.ofEpochMilli(value.varint()),
                    value.string(),
                    value.string()));
        }
        return new Page(all, all.size() == MAX_ROWS || bytes >= MAX_BYTES);
    }

    /// The last event that is to be given up when nothing can be delivered: because it is older
    /// than `oldest`, or because more than is kept came after it. Null when all may stay.
    ///
    /// Looks from the newest event back, and so at no more than what is kept and one page.
    @Nullable
    Pending surplus(Way way, Trail trail, Instant oldest) {
        Store.Key log = log(way, trail);
        byte[] to = KeyBuilder.prefixEnd(log.bytes());
        int rows = 0;
        long bytes = 0;
        Page page;
        do {
            page = page(log, log.bytes(), to, true);
            for (Pending event : page.events()) {
                rows++;
                bytes += event.json().length();
                if (rows > maxKeptRows || bytes > maxKeptBytes || !event.time().isAfter(oldest)) {
                    return event;
                }
                to = at(log, event.sequence());
            }
        } while (page.more());
        return null;
    }

    private static byte[] at(Store.Key log, long sequence) {
        return new KeyBuilder()
                .raw(log.bytes())
                .raw(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array())
                .toBytes();
    }

    /// Everything up to this one.
    Store.Write remove(Way way, Trail trail, Pending last) {
        Store.Key log = log(way, trail);
        return new Store.DeleteRange(log.domain(), log.bytes(), at(log, last.sequence() + 1));
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
