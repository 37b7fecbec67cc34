package dev.virga.store;

import dev.virga.store.Store.Check;
import dev.virga.store.Store.Committed;
import dev.virga.store.Store.Key;
import dev.virga.store.Store.Row;
import dev.virga.store.Store.Transaction;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a store must hold, as a plain map: the store's promises in a few lines.
final class StoreModel {
    record Held(byte[] value, long version) {}

    private final Map<String, TreeMap<byte[], Held>> domains = new TreeMap<>();

    TreeMap<byte[], Held> domain(String name) {
        return domains.computeIfAbsent(name, domain -> new TreeMap<>(Arrays::compareUnsigned));
    }

    @Nullable
    Held get(Key key) {
        return domain(key.domain()).get(key.bytes());
    }

    boolean holds(Check check) {
        Held held = get(check.key());
        return switch (check) {
            case Store.At at -> held != null && held.version == at.version();
            case Store.Absent absent -> held == null;
        };
    }

    List<Row> current(Transaction transaction) {
        List<Row> rows = new ArrayList<>();
        for (Check check : transaction.checks()) {
            Held held = get(check.key());
            if (held != null && !holds(check)) {
                rows.add(new Row(check.key(), held.value, held.version));
            }
        }
        return rows;
    }

    void apply(Transaction transaction, Committed committed) {
        int appended = 0;
        for (Store.Write write : transaction.writes()) {
            switch (write) {
                case Store.Put put -> put(put.key(), put.value(), committed);
                case Store.Delete delete ->
                    domain(delete.key().domain()).remove(delete.key().bytes());
                case Store.DeleteRange range ->
                    domain(range.domain())
                            .keySet()
                            .removeIf(key -> Arrays.compareUnsigned(range.from(), key) <= 0
                                    && Arrays.compareUnsigned(key, range.to()) < 0);
                case Store.Append append -> {
                    byte[] log = append.log().bytes();
                    byte[] key = Arrays.copyOf(log, log.length + Long.BYTES);
                    Layout.putLong(key, log.length, committed.appended().get(appended++));
                    put(new Key(append.log().domain(), key), append.value(), committed);
                }
            }
        }
    }

    private void put(Key key, byte[] value, Committed committed) {
        domain(key.domain()).put(key.bytes(), new Held(value, committed.version()));
    }

    /// In the form in which [#describe] shows a store's rows.
    List<String> scan(String domain, byte[] from, byte @Nullable [] to, boolean reverse, int maxRows, int maxBytes) {
        Comparator<byte[]> order = Arrays::compareUnsigned;
        List<String> rows = new ArrayList<>();
        long bytes = 0;
        TreeMap<byte[], Held> all = domain(domain);
        for (Map.Entry<byte[], Held> entry : (reverse ? all.descendingMap() : all).entrySet()) {
            byte[] key = entry.getKey();
            boolean inside = order.compare(from, key) <= 0 && (to == null || order.compare(key, to) < 0);
            if (inside && rows.size() < maxRows && bytes < maxBytes) {
                Held held = entry.getValue();
                rows.add(describe(new Row(new Key(domain, key), held.value, held.version)));
                bytes += key.length + held.value.length;
            }
        }
        return rows;
    }

    static String describe(Row row) {
        return row.key() + "=" + Arrays.toString(row.value()) + "@" + row.version();
    }

    static List<String> describe(List<Row> rows) {
        return rows.stream().map(StoreModel::describe).toList();
    }
}
