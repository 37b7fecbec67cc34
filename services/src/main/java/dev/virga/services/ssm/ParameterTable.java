package dev.virga.services.ssm;

import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Parameters and their versions. Every change is one transaction: the parameter, the version and
/// the timer of its expiry.
///
///     domain ssm/ACCOUNT/REGION
///     parameter + name            the latest version, labels, tags
///     version + name + number     each version that is kept, the latest too
///
/// Any thread may call it.
final class ParameterTable {
    static final String EXPIRY = "ssm.expiry";

    private static final int FORMAT = 1;
    private static final int MAX_ATTEMPTS = 50;
    private static final int PAGE_BYTES = 4 << 20;

    /// Rows that one page may look at; the page's token goes on from there.
    private static final int MAX_LOOKED_AT = 10_000;

    private final Store store;
    private final Timers timers;

    ParameterTable(Store store, Timers timers) {
        this.store = store;
        this.timers = timers;
    }

    record Place(String account, String region) {
        String domain() {
            return "ssm/" + account + "/" + region;
        }
    }

    record Found(Place place, StoredParameter parameter, Store.Row row) {
        String arn() {
            return ParameterName.arn(place.account(), place.region(), parameter.name());
        }
    }

    private static Store.Key key(Place place, String name) {
        return new KeyBuilder().string("parameter").string(name).toKey(place.domain());
    }

    private static byte[] versions(String name) {
        return new KeyBuilder().string("version").string(name).toBytes();
    }

    private static Store.Key versionKey(Place place, String name, long number) {
        return new KeyBuilder().raw(versions(name)).number(number).toKey(place.domain());
    }

    /// By name, or by ARN, which does not tell a name from the same with a slash before it.
    @Nullable
    Found find(ParameterName name) {
        Place place = new Place(name.account(), name.region());
        Found found = find(place, name.name());
        return found == null && name.slashed() ? find(place, name.withSlash().name()) : found;
    }

    @Nullable
    Found find(Place place, String name) {
        Store.Row row = store.get(key(place, name));
        return row == null ? null : new Found(place, read(name, row), row);
    }

    @Nullable
    ParameterVersion version(Found found, long number) {
        if (found.parameter().latest().number() == number) {
            return found.parameter().latest();
        }
        Store.Row row = store.get(versionKey(found.place(), found.parameter().name(), number));
        return row == null ? null : ParameterVersion.read(new RowReader(row.value()).upTo(FORMAT));
    }

    /// Versions from a number on, oldest first.
    List<ParameterVersion> versions(Found found, long from, int max) {
        String name = found.parameter().name();
        byte[] first = versionKey(found.place(), name, from).bytes();
        byte[] end = KeyBuilder.prefixEnd(versions(name));
        List<ParameterVersion> all = new ArrayList<>();
        for (Store.Row row : store.scan(found.place().domain(), first, end, false, max, PAGE_BYTES)) {
            all.add(ParameterVersion.read(new RowReader(row.value()).upTo(FORMAT)));
        }
        return all;
    }

    /// Writes a parameter with its new latest version.
    ///
    /// @param before what it replaces, or null for a new one
    /// @return false when somebody else changed it meanwhile
    boolean put(Place place, @Nullable Found before, StoredParameter after) {
        Store.Key key = key(place, after.name());
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Put(key, write(after)));
        RowWriter version = new RowWriter(FORMAT);
        after.latest().write(version);
        writes.add(new Store.Put(versionKey(place, after.name(), after.latest().number()), version.toBytes()));
        Long expired = null;
        Store.Check check = new Store.Absent(key);
        if (before != null) {
            check = new Store.At(key, before.row().version());
            expired = before.parameter().expiresMillis();
            for (long old = before.parameter().oldest(); old < after.oldest(); old++) {
                writes.add(new Store.Delete(versionKey(place, after.name(), old)));
            }
        }
        timer(place, after.name(), expired, after.expiresMillis(), writes);
        return store.commit(new Store.Transaction(null, List.of(check), writes)) instanceof Store.Committed;
    }

    private void timer(
            Place place, String name, @Nullable Long before, @Nullable Long after, List<Store.Write> writes) {
        if (before != null && !before.equals(after)) {
            writes.add(timers.remove(timer(place, name, before)));
        }
        if (after != null && !after.equals(before)) {
            writes.add(timers.set(timer(place, name, after)));
        }
    }

    private static Timer timer(Place place, String name, long dueMillis) {
        byte[] payload = new RowWriter(FORMAT)
                .string(place.account())
                .string(place.region())
                .string(name)
                .toBytes();
        String id = ParameterName.arn(place.account(), place.region(), name) + "|" + name;
        return new Timer(EXPIRY, id, Instant.ofEpochMilli(dueMillis), payload);
    }

    /// The parameter that a timer is about, or null when it has none at that time.
    @Nullable
    Found of(Timer timer) {
        RowReader row = new RowReader(timer.payload()).upTo(FORMAT);
        Found found = find(new Place(row.string(), row.string()), row.string());
        Long due = found == null ? null : found.parameter().expiresMillis();
        return due != null && due == timer.due().toEpochMilli() ? found : null;
    }

    /// Forgets a timer that no parameter speaks of any more.
    void drop(Timer timer) {
        store.commit(new Store.Transaction(null, List.of(), List.of(timers.remove(timer))));
    }

    /// Replaces what belongs to all versions.
    StoredParameter change(ParameterName name, UnaryOperator<StoredParameter> change) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = find(name);
            if (found == null) {
                throw SsmErrors.notFound();
            }
            StoredParameter after = change.apply(found.parameter());
            Store.Check unchanged = new Store.At(found.row().key(), found.row().version());
            Store.Write put = new Store.Put(found.row().key(), write(after));
            if (store.commit(new Store.Transaction(null, List.of(unchanged), List.of(put)))
                    instanceof Store.Committed) {
                return after;
            }
        }
        throw SsmErrors.concurrent(name.name());
    }

    /// Removes a parameter with its versions and its timer.
    ///
    /// @return false when it was changed meanwhile
    boolean delete(Found found) {
        String name = found.parameter().name();
        byte[] end = KeyBuilder.prefixEnd(versions(name));
        if (end == null) {
            throw new IllegalStateException("a prefix is never empty");
        }
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Delete(found.row().key()));
        writes.add(new Store.DeleteRange(found.place().domain(), versions(name), end));
        timer(found.place(), name, found.parameter().expiresMillis(), null, writes);
        Store.Check unchanged = new Store.At(found.row().key(), found.row().version());
        return store.commit(new Store.Transaction(null, List.of(unchanged), writes)) instanceof Store.Committed;
    }

    /// A walk over the parameters whose names begin with a text, in the order of names.
    ///
    /// @param after last name of the page before, or null
    /// @return name to go on from, or null when all were seen
    @Nullable
    String walk(Place place, String prefix, @Nullable String after, Visitor visitor) {
        byte[] all = new KeyBuilder().string("parameter").toBytes();
        byte[] open = new KeyBuilder()
                .raw(all)
                .raw(prefix.getBytes(StandardCharsets.UTF_8))
                .toBytes();
        byte[] from = after == null ? open : KeyBuilder.after(key(place, after).bytes());
        byte[] end = KeyBuilder.prefixEnd(open);
        for (int looked = 0; looked < MAX_LOOKED_AT; ) {
            List<Store.Row> rows = store.scan(place.domain(), from, end, false, 200, PAGE_BYTES);
            if (rows.isEmpty()) {
                return null;
            }
            String last = null;
            for (Store.Row row : rows) {
                String name = new KeyReader(row.key().bytes(), all.length).string();
                if (!visitor.visit(new Found(place, read(name, row), row))) {
                    return last == null ? after : last;
                }
                last = name;
                looked++;
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
            after = last;
        }
        return after;
    }

    interface Visitor {
        /// @return false when the page is full: the parameter belongs to the next one
        boolean visit(Found found);
    }

    private static byte[] write(StoredParameter parameter) {
        RowWriter row = new RowWriter(FORMAT);
        parameter.latest().write(row);
        return row.varint(parameter.oldest())
                .list(parameter.labels().entrySet(), (to, label) -> to.string(label.getKey())
                        .varint(label.getValue()))
                .map(parameter.tags())
                .nullableVarint(parameter.expiresMillis())
                .map(parameter.policies())
                .toBytes();
    }

    private static StoredParameter read(String name, Store.Row stored) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        ParameterVersion latest = ParameterVersion.read(row);
        long oldest = row.varint();
        Map<String, Long> labels = new LinkedHashMap<>();
        row.list(of -> Map.entry(of.string(), of.varint()))
                .forEach(label -> labels.put(label.getKey(), label.getValue()));
        return new StoredParameter(name, latest, oldest, labels, row.map(), row.nullableVarint(), row.map());
    }
}
