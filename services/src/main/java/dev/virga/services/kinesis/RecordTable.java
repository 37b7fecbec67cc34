package dev.virga.services.kinesis;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// Records. They are only ever appended, and go from the beginning: nothing is read to write one.
///
///     domain  kinesis/account/region/id of the stream
///     key     record, index of the shard + sequence that the store gives (8 bytes)
///             part, index of the shard, arrival, id, number: pieces of large data
///
/// The rows of a shard lie in the order of their sequences, which is nearly that of their arrival:
/// [Arrivals] never goes back, and a record is stamped right before its commit, for which it waits
/// no longer than [#DISORDER_MILLIS]. So a time is found by halving.
///
/// Any thread may call it.
final class RecordTable {
    private static final int FORMAT = 1;
    private static final String RECORD = "record";
    private static final String PART = "part";

    /// What does not fit into a row of the store is cut into pieces of this size.
    private static final int PART_BYTES = 3 << 20;

    private static final int SCAN_ROWS = 1000;
    private static final int SCAN_BYTES = 4 << 20;
    private static final long DISORDER_MILLIS = 5000;

    private final Store store;

    RecordTable(Store store) {
        this.store = store;
    }

    /// @param more whether there are further records now
    record Page(List<StoredRecord> records, boolean more) {}

    static String domain(Stream stream) {
        return stream.name().domain() + "/" + stream.id();
    }

    /// What all records of a shard begin with.
    static byte[] prefix(StreamShard shard) {
        return new KeyBuilder().string(RECORD).number(shard.index()).toBytes();
    }

    private static byte[] parts(StreamShard shard, long arrivalMillis) {
        return new KeyBuilder()
                .string(PART)
                .number(shard.index())
                .number(arrivalMillis)
                .toBytes();
    }

    private static byte[] at(StreamShard shard, long sequence) {
        return new KeyBuilder()
                .raw(prefix(shard))
                .raw(ByteBuffer.allocate(Long.BYTES).putLong(sequence).array())
                .toBytes();
    }

    private static byte[] end(byte[] prefix) {
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return end;
    }

    /// The writes that append one record; one of them is an [Store.Append].
    List<Store.Write> append(
            Stream stream, StreamShard shard, long arrivalMillis, String partitionKey, RecordContent content) {
        List<Store.Write> writes = new ArrayList<>();
        byte[] data = content.data();
        boolean cut = data.length > PART_BYTES;
        long id = ThreadLocalRandom.current().nextLong();
        for (int from = 0, number = 0; cut && from < data.length; from += PART_BYTES, number++) {
            byte[] piece = Arrays.copyOfRange(data, from, Math.min(data.length, from + PART_BYTES));
            writes.add(new Store.Put(
                    part(stream, shard, arrivalMillis, id, number),
                    new RowWriter(FORMAT).bytes(piece).toBytes()));
        }
        RowWriter row = new RowWriter(FORMAT)
                .varint(arrivalMillis)
                .string(partitionKey)
                .nullableBytes(content.wrappedKey())
                .varint(data.length)
                .bool(cut);
        byte[] value = (cut ? row.varint(id) : row.bytes(data)).toBytes();
        writes.add(new Store.Append(new Store.Key(domain(stream), prefix(shard)), value));
        return writes;
    }

    private static Store.Key part(Stream stream, StreamShard shard, long arrivalMillis, long id, int number) {
        return new KeyBuilder()
                .raw(parts(shard, arrivalMillis))
                .raw(ByteBuffer.allocate(Long.BYTES + Integer.BYTES)
                        .putLong(id)
                        .putInt(number)
                        .array())
                .toKey(domain(stream));
    }

    /// Records behind a sequence that came at the horizon or later, oldest first.
    ///
    /// @param maxBytes of data and partition keys; the first record comes however large it is
    Page read(Stream stream, StreamShard shard, long after, long horizonMillis, int max, int maxBytes) {
        List<StoredRecord> records = new ArrayList<>();
        long from = after;
        long bytes = 0;
        boolean skipped = false;
        while (true) {
            List<Store.Row> rows = rows(stream, shard, from, Math.min(SCAN_ROWS, max + 1));
            if (!rows.isEmpty() && !skipped && arrival(rows.getFirst()) < horizonMillis) {
                skipped = true;
                from = Math.max(from, before(stream, shard, horizonMillis));
                continue;
            }
            for (Store.Row stored : rows) {
                RowReader row = new RowReader(stored.value()).upTo(FORMAT);
                long arrival = row.varint();
                String partitionKey = row.string();
                byte[] wrappedKey = row.nullableBytes();
                int length = (int) row.varint();
                bytes += partitionKey.length() + length;
                if (records.size() == max || (!records.isEmpty() && bytes > maxBytes)) {
                    return new Page(records, true);
                }
                byte[] data = row.bool() ? joined(stream, shard, arrival, row.varint(), length) : row.bytes();
                from = KeyReader.sequence(stored.key().bytes());
                if (data != null) {
                    records.add(new StoredRecord(from, arrival, partitionKey, new RecordContent(wrappedKey, data)));
                }
            }
            if (rows.isEmpty()) {
                return new Page(records, false);
            }
        }
    }

    private List<Store.Row> rows(Stream stream, StreamShard shard, long after, int max) {
        if (after == Long.MAX_VALUE) {
            return List.of();
        }
        return store.scan(domain(stream), at(shard, after + 1), end(prefix(shard)), false, max, SCAN_BYTES);
    }

    /// Null when the pieces were trimmed since their record was read.
    private byte @Nullable [] joined(Stream stream, StreamShard shard, long arrivalMillis, long id, int length) {
        byte[] data = new byte[length];
        for (int from = 0, number = 0; from < length; from += PART_BYTES, number++) {
            Store.Row row = store.get(part(stream, shard, arrivalMillis, id, number));
            if (row == null) {
                return null;
            }
            byte[] piece = new RowReader(row.value()).upTo(FORMAT).bytes();
            System.arraycopy(piece, 0, data, from, piece.length);
        }
        return data;
    }

    private static long arrival(Store.Row row) {
        return new RowReader(row.value()).upTo(FORMAT).varint();
    }

    private Store.@Nullable Row first(Stream stream, StreamShard shard, long from, long to) {
        List<Store.Row> rows = store.scan(domain(stream), at(shard, from), at(shard, to), false, 1, SCAN_BYTES);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /// Sequence of the youngest record, 0 when there is none.
    long last(Stream stream, StreamShard shard) {
        Store.Row row = youngest(stream, shard);
        return row == null ? 0 : KeyReader.sequence(row.key().bytes());
    }

    /// Arrival of the youngest record, 0 when there is none.
    long lastArrival(Stream stream, StreamShard shard) {
        Store.Row row = youngest(stream, shard);
        return row == null ? 0 : arrival(row);
    }

    private Store.@Nullable Row youngest(Stream stream, StreamShard shard) {
        byte[] prefix = prefix(shard);
        List<Store.Row> rows = store.scan(domain(stream), prefix, end(prefix), true, 1, SCAN_BYTES);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    /// The sequence behind which the records of a time begin.
    long before(Stream stream, StreamShard shard, long millis) {
        long from = surelyBefore(stream, shard, millis);
        while (true) {
            List<Store.Row> rows = rows(stream, shard, from, SCAN_ROWS);
            for (Store.Row row : rows) {
                if (arrival(row) >= millis) {
                    return from;
                }
                from = KeyReader.sequence(row.key().bytes());
            }
            if (rows.isEmpty()) {
                return from;
            }
        }
    }

    /// As above, but with what may have arrived out of order behind it.
    private long surelyBefore(Stream stream, StreamShard shard, long millis) {
        long target = millis - DISORDER_MILLIS;
        long low = 1;
        long high = last(stream, shard) + 1;
        while (low < high) {
            long middle = low + (high - low) / 2;
            Store.Row row = first(stream, shard, middle, high);
            if (row == null || arrival(row) >= target) {
                high = middle;
            } else {
                low = KeyReader.sequence(row.key().bytes()) + 1;
            }
        }
        return low - 1;
    }

    /// The writes that remove what came before the horizon.
    List<Store.Write> trim(Stream stream, StreamShard shard, long horizonMillis) {
        long last = surelyBefore(stream, shard, horizonMillis);
        if (last == 0) {
            return List.of();
        }
        String domain = domain(stream);
        byte[] parts = new KeyBuilder().string(PART).number(shard.index()).toBytes();
        return List.of(
                new Store.DeleteRange(domain, prefix(shard), at(shard, last + 1)),
                new Store.DeleteRange(domain, parts, parts(shard, horizonMillis - 2 * DISORDER_MILLIS)));
    }

    /// The writes that remove every record of a stream.
    static List<Store.Write> deleteAll(Stream stream) {
        String domain = domain(stream);
        List<Store.Write> writes = new ArrayList<>();
        for (String kind : List.of(RECORD, PART)) {
            byte[] prefix = new KeyBuilder().string(kind).toBytes();
            writes.add(new Store.DeleteRange(domain, prefix, end(prefix)));
        }
        return writes;
    }
}
