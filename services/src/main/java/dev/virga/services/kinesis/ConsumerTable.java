package dev.virga.services.kinesis;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Consumers.
///
///     domain  kinesis/account/region
///     key     consumer, id of the stream, name
///             consumers, id of the stream: written with every registration, so that two at
///             the same time, or one and DeleteStream, see each other
///
/// Any thread may call it.
final class ConsumerTable {
    static final int MAX_CONSUMERS = 20;

    private static final int FORMAT = 1;
    private static final String KIND = "consumer";
    private static final String ALL = "consumers";
    private static final int PAGE_BYTES = 4 << 20;
    private static final int MAX_ATTEMPTS = 100;

    private final Store store;

    ConsumerTable(Store store) {
        this.store = store;
    }

    /// With its row.
    record Found(StreamConsumer consumer, Store.Row row) {
        Store.Check unchanged() {
            return new Store.At(row.key(), row.version());
        }
    }

    private static byte[] prefix(Stream stream) {
        return new KeyBuilder().string(KIND).string(stream.id()).toBytes();
    }

    private static Store.Key key(Stream stream, String name) {
        return new KeyBuilder()
                .raw(prefix(stream))
                .string(name)
                .toKey(stream.name().domain());
    }

    private static Store.Key all(Stream stream) {
        return new KeyBuilder()
                .string(ALL)
                .string(stream.id())
                .toKey(stream.name().domain());
    }

    /// That no consumer is registered from now on. To be asked for before the consumers are looked
    /// at, and committed with what was decided on that.
    Store.Check noneAdded(Stream stream) {
        Store.Key key = all(stream);
        Store.Row row = store.get(key);
        return row == null ? new Store.Absent(key) : new Store.At(key, row.version());
    }

    @Nullable
    Found find(Stream stream, String name) {
        Store.Row row = store.get(key(stream, name));
        return row == null ? null : new Found(read(row, stream), row);
    }

    /// The consumer that an ARN means, or null.
    @Nullable
    Found findArn(Stream stream, String arn) {
        String start = stream.arn() + StreamConsumer.RESOURCE;
        int end = arn.lastIndexOf(':');
        if (!arn.startsWith(start) || end < start.length()) {
            return null;
        }
        Found found = find(stream, arn.substring(start.length(), end));
        return found == null || !found.consumer().arn().equals(arn) ? null : found;
    }

    /// False when the stream changed meanwhile, or has got another consumer.
    boolean create(StreamTable.Found stream, Store.Check noneAdded, StreamConsumer consumer) {
        Store.Key key = key(stream.stream(), consumer.name());
        List<Store.Check> checks = new ArrayList<>(stream.unchanged());
        checks.add(noneAdded);
        checks.add(new Store.Absent(key));
        List<Store.Write> writes = List.of(
                new Store.Put(key, write(consumer)),
                new Store.Put(all(stream.stream()), new RowWriter(FORMAT).toBytes()));
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    /// Null when it is not there any more.
    @Nullable
    StreamConsumer update(Stream stream, String arn, UnaryOperator<StreamConsumer> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Found found = findArn(stream, arn);
            if (found == null) {
                return null;
            }
            StreamConsumer changed = change.apply(found.consumer());
            Store.Write put = new Store.Put(found.row().key(), write(changed));
            Store.Transaction transaction = new Store.Transaction(null, List.of(found.unchanged()), List.of(put));
            if (store.commit(transaction) instanceof Store.Committed) {
                return changed;
            }
        }
        throw KinesisErrors.contention(stream.name());
    }

    void delete(Found found) {
        store.commit(new Store.Transaction(
                null, List.of(), List.of(new Store.Delete(found.row().key()))));
    }

    List<Store.Write> deleteAll(Stream stream) {
        byte[] prefix = prefix(stream);
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return List.of(new Store.DeleteRange(stream.name().domain(), prefix, end), new Store.Delete(all(stream)));
    }

    /// In the order of names.
    ///
    /// @param after null to begin with the first
    List<StreamConsumer> list(Stream stream, @Nullable String after, int max) {
        byte[] all = prefix(stream);
        byte[] from = after == null ? all : KeyBuilder.after(key(stream, after).bytes());
        String domain = stream.name().domain();
        return store.scan(domain, from, KeyBuilder.prefixEnd(all), false, max, PAGE_BYTES).stream()
                .map(row -> read(row, stream))
                .toList();
    }

    private static byte[] write(StreamConsumer consumer) {
        return new RowWriter(FORMAT)
                .string(consumer.name())
                .varint(consumer.createdMillis())
                .map(consumer.tags())
                .nullableString(consumer.policy())
                .toBytes();
    }

    private static StreamConsumer read(Store.Row stored, Stream stream) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        return new StreamConsumer(stream.arn(), row.string(), row.varint(), row.map(), row.nullableString());
    }
}
