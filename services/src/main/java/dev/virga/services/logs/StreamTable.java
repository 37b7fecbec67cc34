package dev.virga.services.logs;

import dev.virga.kernel.Call;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Log streams. Key: `stream`, id of the group, name. Any thread may call it.
final class StreamTable {
    private static final int FORMAT = 1;
    private static final int PAGE_ROWS = 1000;
    private static final int PAGE_BYTES = 4 << 20;
    /// Streams that one search or one listing by time looks at.
    static final int MAX_STREAMS = 100_000;

    private final Store store;

    StreamTable(Store store) {
        this.store = store;
    }

    record Found(LogStream stream, Store.Row row) {}

    static byte[] prefix(LogGroup group) {
        return new KeyBuilder().string("stream").number(group.id()).toBytes();
    }

    static Store.Key key(Call call, LogGroup group, String name) {
        return new KeyBuilder().raw(prefix(group)).string(name).toKey(GroupTable.domain(call));
    }

    @Nullable
    Found find(Call call, LogGroup group, String name) {
        Store.Row row = store.get(key(call, group, name));
        return row == null ? null : new Found(read(row), row);
    }

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException
    LogStream get(Call call, LogGroup group, String name) {
        Found found = find(call, group, name);
        if (found == null) {
            throw LogsErrors.streamDoesNotExist();
        }
        return found.stream();
    }

    /// @throws dev.virga.wire.AwsException ResourceAlreadyExistsException
    void create(Call call, LogGroup group, LogStream stream) {
        Store.Key key = key(call, group, stream.name());
        Store.Transaction transaction =
                new Store.Transaction(null, List.of(new Store.Absent(key)), List.of(new Store.Put(key, write(stream))));
        if (store.commit(transaction) instanceof Store.Conflict) {
            throw LogsErrors.streamExists();
        }
    }

    /// Removes the stream with its events.
    void delete(Call call, LogGroup group, LogStream stream) {
        List<Store.Write> writes = List.of(
                new Store.Delete(key(call, group, stream.name())),
                GroupTable.range(GroupTable.domain(call), EventTable.prefix(group, stream.id())));
        store.commit(new Store.Transaction(null, List.of(), writes));
    }

    Store.Write put(Store.Key key, LogStream stream) {
        return new Store.Put(key, write(stream));
    }

    /// Streams whose names start with `prefix`, in the order of names.
    ///
    /// @param bound name of the last stream of the page before, or null
    List<LogStream> list(
            Call call, LogGroup group, String prefix, @Nullable String bound, boolean descending, int max) {
        byte[] all = prefix(group);
        byte[] from = new KeyBuilder()
                .raw(all)
                .raw(prefix.getBytes(StandardCharsets.UTF_8))
                .toBytes();
        byte[] to = KeyBuilder.prefixEnd(from);
        if (bound != null) {
            byte[] edge = key(call, group, bound).bytes();
            from = descending ? from : KeyBuilder.after(edge);
            to = descending ? edge : to;
        }
        List<LogStream> streams = new ArrayList<>();
        for (Store.Row row : store.scan(GroupTable.domain(call), from, to, descending, max, PAGE_BYTES)) {
            streams.add(read(row));
        }
        return streams;
    }

    /// All streams whose names start with `prefix`, at most [#MAX_STREAMS].
    List<LogStream> all(Call call, LogGroup group, String prefix) {
        List<LogStream> streams = new ArrayList<>();
        String last = null;
        while (streams.size() < MAX_STREAMS) {
            List<LogStream> page = list(call, group, prefix, last, false, PAGE_ROWS);
            if (page.isEmpty()) {
                break;
            }
            streams.addAll(page);
            last = page.getLast().name();
        }
        return streams;
    }

    private static byte[] write(LogStream stream) {
        return new RowWriter(FORMAT)
                .string(stream.name())
                .varint(stream.id())
                .varint(stream.createdMillis())
                .varint(stream.firstEventMillis())
                .varint(stream.lastEventMillis())
                .varint(stream.lastIngestionMillis())
                .varint(stream.storedBytes())
                .varint(stream.nextSequence())
                .toBytes();
    }

    private static LogStream read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        return new LogStream(
                row.string(),
                row.varint(),
                row.varint(),
                row.varint(),
                row.varint(),
                row.varint(),
                row.varint(),
                row.varint());
    }
}
