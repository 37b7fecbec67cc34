package dev.virga.services.logs;

import dev.virga.kernel.Call;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Log groups. Key: `group`, name. Any thread may call it.
final class GroupTable {
    private static final int FORMAT = 1;
    private static final int MAX_ATTEMPTS = 50;
    private static final int PAGE_BYTES = 4 << 20;

    private final Store store;

    GroupTable(Store store) {
        this.store = store;
    }

    /// A group with the version of its row.
    record Found(LogGroup group, Store.Row row) {}

    static String domain(Call call) {
        return "logs/" + call.account() + "/" + call.region();
    }

    private static Store.Key key(Call call, String name) {
        return new KeyBuilder().string("group").string(name).toKey(domain(call));
    }

    @Nullable
    Found find(Call call, String name) {
        Store.Row row = store.get(key(call, name));
        return row == null ? null : new Found(read(row), row);
    }

    /// @throws AwsException ResourceNotFoundException
    LogGroup get(Call call, String name) {
        Found found = find(call, name);
        if (found == null) {
            throw LogsErrors.groupDoesNotExist();
        }
        return found.group();
    }

    /// @throws AwsException ResourceAlreadyExistsException
    void create(Call call, LogGroup group) {
        Store.Key key = key(call, group.name());
        Store.Transaction transaction =
                new Store.Transaction(null, List.of(new Store.Absent(key)), List.of(new Store.Put(key, write(group))));
        if (store.commit(transaction) instanceof Store.Conflict) {
            throw LogsErrors.groupExists();
        }
    }

    /// Replaces the row by what `change` makes of it.
    void change(Call call, String name, UnaryOperator<LogGroup> change) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = find(call, name);
            if (found == null) {
                throw LogsErrors.groupDoesNotExist();
            }
            Store.Key key = found.row().key();
            Store.Write put = new Store.Put(key, write(change.apply(found.group())));
            Store.Check unchanged = new Store.At(key, found.row().version());
            Store.Transaction transaction = new Store.Transaction(null, List.of(unchanged), List.of(put));
            if (store.commit(transaction) instanceof Store.Committed) {
                return;
            }
        }
        throw new AwsException("OperationAbortedException", 400, "Multiple concurrent requests to update " + name);
    }

    /// Removes the group with all of its streams and events.
    void delete(Call call, LogGroup group) {
        String domain = domain(call);
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Delete(key(call, group.name())));
        writes.add(range(domain, StreamTable.prefix(group)));
        writes.add(range(domain, EventTable.prefix(group)));
        store.commit(new Store.Transaction(null, List.of(), writes));
    }

    static Store.Write range(String domain, byte[] prefix) {
        byte[] end = KeyBuilder.prefixEnd(prefix);
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        return new Store.DeleteRange(domain, prefix, end);
    }

    /// Groups whose names start with `prefix`, in the order of names.
    ///
    /// @param after name of the last group of the page before, or null
    List<LogGroup> list(Call call, String prefix, @Nullable String after, int max) {
        byte[] all = new KeyBuilder().string("group").toBytes();
        String first = after == null || after.compareTo(prefix) < 0 ? prefix : after;
        // Without the end mark of the name, so that longer names follow.
        byte[] from = new KeyBuilder()
                .raw(all)
                .raw(first.getBytes(java.nio.charset.StandardCharsets.UTF_8))
                .toBytes();
        if (after != null && first.equals(after)) {
            from = KeyBuilder.after(key(call, after).bytes());
        }
        List<LogGroup> groups = new ArrayList<>();
        for (Store.Row row : store.scan(domain(call), from, KeyBuilder.prefixEnd(all), false, max, PAGE_BYTES)) {
            LogGroup group = read(row);
            if (!group.name().startsWith(prefix)) {
                break;
            }
            groups.add(group);
        }
        return groups;
    }

    private static byte[] write(LogGroup group) {
        Integer days = group.retentionDays();
        return new RowWriter(FORMAT)
                .string(group.name())
                .varint(group.id())
                .varint(group.createdMillis())
                .nullableVarint(days == null ? null : (Long) days.longValue())
                .string(group.logGroupClass())
                .bool(group.deletionProtected())
                .map(group.tags())
                .toBytes();
    }

    private static LogGroup read(Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String name = row.string();
        long id = row.varint();
        long created = row.varint();
        Long days = row.nullableVarint();
        return new LogGroup(
                name,
                id,
                created,
                days == null ? null : (Integer) days.intValue(),
                row.string(),
                row.bool(),
                row.map());
    }
}
