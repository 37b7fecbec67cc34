package dev.virga.services.kinesis;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Streams with their shards, cached.
///
///     domain  kinesis/account/region
///     key     stream, name
///
/// Any thread may call it.
final class StreamTable {
    private static final int FORMAT = 2;
    private static final String KIND = "stream";
    private static final int PAGE_BYTES = 4 << 20;
    /// Streams in memory; beyond that the cache starts anew.
    private static final int MAX_CACHED = 10_000;

    private static final int MAX_ATTEMPTS = 100;

    private final Store store;
    private final Map<Store.Key, Found> cache = new ConcurrentHashMap<>();
    /// Counts changes, so that nobody caches what was read before one.
    private final AtomicLong changes = new AtomicLong();

    StreamTable(Store store) {
        this.store = store;
    }

    /// A stream as an operation found it. What is written to it is committed with `unchanged`, so
    /// that no record gets into a closed shard or a deleted stream.
    ///
    /// @param open its open shards by their first hash key
    record Found(
            Stream stream, Store.Key key, List<Store.Check> unchanged, NavigableMap<BigInteger, StreamShard> open) {
        StreamShard shardOf(BigInteger hash) {
            return Objects.requireNonNull(open.floorEntry(hash), "open shards cover every hash key")
                    .getValue();
        }
    }

    static Store.Key key(StreamName name) {
        return new KeyBuilder().string(KIND).string(name.name()).toKey(name.domain());
    }

    @Nullable
    Found find(StreamName name) {
        Store.Key key = key(name);
        Found cached = cache.get(key);
        if (cached != null) {
            return cached;
        }
        long before = changes.get();
        Store.Row row = store.get(key);
        if (row == null) {
            return null;
        }
        Stream stream = read(row.value());
        Found found = new Found(stream, key, List.of(new Store.At(key, row.version())), stream.openByHash());
        if (cache.size() >= MAX_CACHED) {
            cache.clear();
        }
        cache.put(key, found);
        if (changes.get() != before) {
            cache.remove(key, found);
        }
        return found;
    }

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    Found get(StreamName name) {
        Found found = find(name);
        if (found == null) {
            throw KinesisErrors.streamNotFound(name);
        }
        return found;
    }

    /// Reads the stream anew with the next [#find]: a commit found it changed.
    void forget(Store.Key key) {
        changes.incrementAndGet();
        cache.remove(key);
    }

    /// False when there is a stream of this name.
    boolean create(Stream stream, List<Store.Write> more) {
        Store.Key key = key(stream.name());
        List<Store.Write> writes = new ArrayList<>(more);
        writes.add(new Store.Put(key, write(stream)));
        Store.Result result = store.commit(new Store.Transaction(null, List.of(new Store.Absent(key)), writes));
        forget(key);
        return result instanceof Store.Committed;
    }

    /// Changes the stream.
    ///
    /// @param change may be called several times, and may refuse
    Stream update(StreamName name, UnaryOperator<Stream> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Found found = get(name);
            Stream changed = change.apply(found.stream());
            if (changed.equals(found.stream())) {
                return changed;
            }
            List<Store.Write> writes = List.of(new Store.Put(found.key(), write(changed)));
            Store.Result result = store.commit(new Store.Transaction(null, found.unchanged(), writes));
            forget(found.key());
            if (result instanceof Store.Committed) {
                return changed;
            }
        }
        throw KinesisErrors.contention(name);
    }

    /// Deletes the stream, and commits `more` with it; false when it changed meanwhile, or when
    /// `check` fails.
    boolean delete(Found found, Store.Check check, List<Store.Write> more) {
        List<Store.Check> checks = new ArrayList<>(found.unchanged());
        checks.add(check);
        List<Store.Write> writes = new ArrayList<>(more);
        writes.add(new Store.Delete(found.key()));
        Store.Result result = store.commit(new Store.Transaction(null, checks, writes));
        forget(found.key());
        return result instanceof Store.Committed;
    }

    /// In the order of names.
    ///
    /// @param after null to begin with the first
    List<Stream> list(String domain, @Nullable String after, int max) {
        byte[] all = new KeyBuilder().string(KIND).toBytes();
        byte[] from = after == null
                ? all
                : KeyBuilder.after(new KeyBuilder().string(KIND).string(after).toBytes());
        List<Stream> streams = new ArrayList<>();
        while (streams.size() < max) {
            List<Store.Row> rows =
                    store.scan(domain, from, KeyBuilder.prefixEnd(all), false, max - streams.size(), PAGE_BYTES);
            if (rows.isEmpty()) {
                break;
            }
            rows.forEach(row -> streams.add(read(row.value())));
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
        return streams;
    }

    private static byte[] write(Stream stream) {
        Stream.Key key = stream.key();
        return new RowWriter(FORMAT)
                .string(stream.name().account())
                .string(stream.name().region())
                .string(stream.name().name())
                .string(stream.id())
                .varint(stream.createdMillis())
                .bool(stream.onDemand())
                .varint(stream.retentionHours())
                .varint(stream.maxRecordKiB())
                .nullableString(stream.keyId())
                .varint(stream.trimmedBefore())
                .map(stream.tags())
                .nullableString(stream.policy())
                .list(stream.scalings(), RowWriter::varint)
                .list(stream.modeChanges(), RowWriter::varint)
                .list(stream.shards(), StreamTable::write)
                .nullableString(key == null ? null : key.arn())
                .toBytes();
    }

    private static void write(RowWriter row, StreamShard shard) {
        row.varint(shard.index())
                .bytes(shard.from().toByteArray())
                .bytes(shard.to().toByteArray())
                .varint(shard.epochSeconds())
                .varint(shard.createdMillis())
                .varint(shard.closedMillis())
                .varint(shard.parent())
                .varint(shard.adjacentParent());
    }

    private static Stream read(byte[] value) {
        RowReader row = new RowReader(value).upTo(FORMAT);
        StreamName name = new StreamName(row.string(), row.string(), row.string());
        String id = row.string();
        long createdMillis = row.varint();
        boolean onDemand = row.bool();
        int retentionHours = (int) row.varint();
        int maxRecordKiB = (int) row.varint();
        String keyId = row.nullableString();
        Stream stream = new Stream(
                name,
                id,
                createdMillis,
                onDemand,
                retentionHours,
                maxRecordKiB,
                null,
                row.varint(),
                row.map(),
                row.nullableString(),
                row.list(RowReader::varint),
                row.list(RowReader::varint),
                row.list(StreamTable::shard));
        // The first format has no ARN of the key.
        String keyArn = row.more() ? row.nullableString() : null;
        if (keyId == null) {
            return stream;
        }
        return stream.withKey(new Stream.Key(keyId, keyArn == null ? RecordCipher.keyOf(name, keyId) : keyArn));
    }

    private static StreamShard shard(RowReader row) {
        return new StreamShard(
                (int) row.varint(),
                new BigInteger(row.bytes()),
                new BigInteger(row.bytes()),
                row.varint(),
                row.varint(),
                row.varint(),
                (int) row.varint(),
                (int) row.varint());
    }
}
