package dev.virga.services.logs;

import dev.virga.kernel.Call;
import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;

/// Events. Key: `event`, id of the group, id of the stream, time in milliseconds, sequence. So the
/// events of a stream lie in the order in which they are read. Any thread may call it.
final class EventTable {
    private static final int FORMAT = 1;

    private final Store store;

    EventTable(Store store) {
        this.store = store;
    }

    /// A place between events of a stream: before the event with this time and sequence.
    record Position(long timestampMillis, long sequence) {
        static Position at(long timestampMillis) {
            return new Position(timestampMillis, 0);
        }

        static Position before(LogEvent event) {
            return new Position(event.timestampMillis(), event.sequence());
        }

        static Position after(LogEvent event) {
            return new Position(event.timestampMillis(), event.sequence() + 1);
        }

        boolean isBefore(Position other) {
            return timestampMillis < other.timestampMillis
                    || (timestampMillis == other.timestampMillis && sequence < other.sequence);
        }
    }

    static byte[] prefix(LogGroup group) {
        return new KeyBuilder().string("event").number(group.id()).toBytes();
    }

    static byte[] prefix(LogGroup group, long stream) {
        return new KeyBuilder().raw(prefix(group)).number(stream).toBytes();
    }

    private static byte[] bytes(LogGroup group, long stream, Position position) {
        return new KeyBuilder()
                .raw(prefix(group, stream))
                .number(position.timestampMillis())
                .number(position.sequence())
                .toBytes();
    }

    Store.Write put(Call call, LogGroup group, LogEvent event) {
        byte[] value = new RowWriter(FORMAT)
                .varint(event.ingestedMillis())
                .string(event.message())
                .toBytes();
        byte[] key = bytes(group, event.stream(), Position.before(event));
        return new Store.Put(new Store.Key(GroupTable.domain(call), key), value);
    }

    /// Events of a stream between two positions, oldest first, or newest first when `reverse`.
    List<LogEvent> scan(
            String domain,
            LogGroup group,
            long stream,
            Position from,
            Position to,
            boolean reverse,
            int maxEvents,
            int maxBytes) {
        byte[] first = bytes(group, stream, from);
        byte[] end = bytes(group, stream, to);
        List<LogEvent> events = new ArrayList<>();
        if (!from.isBefore(to)) {
            return events;
        }
        int prefix = prefix(group, stream).length;
        for (Store.Row row : store.scan(domain, first, end, reverse, maxEvents, maxBytes)) {
            events.add(read(row, stream, prefix));
        }
        return events;
    }

    private static LogEvent read(Store.Row stored, long stream, int prefix) {
        byte[] bytes = stored.key().bytes();
        KeyReader key = new KeyReader(bytes, prefix);
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        return new LogEvent(stream, key.number(), key.number(), row.varint(), row.string());
    }
}
