package dev.virga.kernel.crypto;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Data keys, wrapped with a root key.
///
///     domain  seal
///     key     purpose + version (number)    value  id of the root key, wrapped key
final class DataKeyTable {
    private static final String DOMAIN = "seal";
    private static final int FORMAT = 1;
    private static final int PAGE = 500;
    private static final int PAGE_BYTES = 1 << 20;

    /// @param rowVersion of the row in the store
    record Wrapped(String purpose, int version, String rootKeyId, byte[] bytes, long rowVersion) {
        String context() {
            return DataKeyTable.context(purpose, version);
        }
    }

    static String context(String purpose, int version) {
        return purpose + "/" + version;
    }

    private final Store store;

    DataKeyTable(Store store) {
        this.store = store;
    }

    private static Store.Key key(String purpose, int version) {
        return new KeyBuilder().string(purpose).number(version).toKey(DOMAIN);
    }

    @Nullable
    Wrapped find(String purpose, int version) {
        Store.Row row = store.get(key(purpose, version));
        return row == null ? null : read(row);
    }

    /// False when there is one already, or the root key changed since `check` was read.
    ///
    /// @param check the data key that is wrapped again before all others, null before it is made
    boolean add(Wrapped made, @Nullable Wrapped check) {
        Store.Key key = key(made.purpose(), made.version());
        List<Store.Check> checks = new ArrayList<>();
        checks.add(new Store.Absent(key));
        if (check != null) {
            if (!check.rootKeyId().equals(made.rootKeyId())) {
                return false;
            }
            checks.add(new Store.At(key(check.purpose(), check.version()), check.rowVersion()));
        }
        return store.commit(new Store.Transaction(null, checks, List.of(new Store.Put(key, write(made)))))
                instanceof Store.Committed;
    }

    /// False when it was replaced meanwhile.
    boolean replace(Wrapped before, Wrapped now) {
        Store.Key key = key(before.purpose(), before.version());
        return store.commit(new Store.Transaction(
                        null, List.of(new Store.At(key, before.rowVersion())), List.of(new Store.Put(key, write(now)))))
                instanceof Store.Committed;
    }

    /// Every one: a few for each service.
    List<Wrapped> all() {
        List<Wrapped> all = new ArrayList<>();
        byte[] from = new byte[0];
        List<Store.Row> rows;
        do {
            rows = store.scan(DOMAIN, from, null, false, PAGE, PAGE_BYTES);
            rows.forEach(row -> all.add(read(row)));
            if (!rows.isEmpty()) {
                from = KeyBuilder.after(rows.getLast().key().bytes());
            }
        } while (!rows.isEmpty());
        return all;
    }

    private static byte[] write(Wrapped key) {
        return new RowWriter(FORMAT).string(key.rootKeyId()).bytes(key.bytes()).toBytes();
    }

    private static Wrapped read(Store.Row row) {
        KeyReader key = new KeyReader(row.key().bytes());
        RowReader value = new RowReader(row.value()).upTo(FORMAT);
        return new Wrapped(key.string(), (int) key.number(), value.string(), value.bytes(), row.version());
    }
}
