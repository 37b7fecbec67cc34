package dev.virga.services.iam;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Rows of named things of an account. Names are unique without case, and looked up with it.
///
///     domain  iam/account/aws-global
///     key     kind + lower-case name           kind: user, group, role, policy
///     value   format, then what the table writes
///
/// Changes are read, decided and committed on condition that the row is still the same; a loser of
/// a race reads again, at most [#MAX_ATTEMPTS] times. Any thread may call it.
abstract class EntityTable<E> {
    static final int FORMAT = 2;
    private static final int MAX_ATTEMPTS = 200;
    private static final int SCAN_ROWS = 200;
    private static final int SCAN_BYTES = 16 << 20;

    /// @param version of the row, for conditions on it
    record Stored<E>(E value, Store.Key key, long version) {
        Store.Check unchanged() {
            return new Store.At(key, version);
        }
    }

    /// A row's next value and what has to be committed with it.
    record Change<E>(E value, List<Store.Check> checks, List<Store.Write> writes) {
        static <E> Change<E> to(E value) {
            return new Change<>(value, List.of(), List.of());
        }
    }

    private final Store store;
    private final Epoch epoch;
    private final String kind;
    private final int quota;

    EntityTable(Store store, Epoch epoch, String kind, int quota) {
        this.store = store;
        this.epoch = epoch;
        this.kind = kind;
        this.quota = quota;
    }

    abstract String name(E value);

    abstract void write(E value, RowWriter row);

    abstract E read(String account, RowReader row);

    static String domain(String account) {
        return "iam/" + account + "/aws-global";
    }

    private Store.Key key(String account, String name) {
        return new KeyBuilder().string(kind).string(lower(name)).toKey(domain(account));
    }

    static String capitalized(String kind) {
        return Character.toUpperCase(kind.charAt(0)) + kind.substring(1);
    }

    static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private Stored<E> stored(String account, Store.Row row) {
        E value = read(account, new RowReader(row.value()).upTo(FORMAT));
        return new Stored<>(value, row.key(), row.version());
    }

    Store.Put put(String account, E value) {
        RowWriter row = new RowWriter(FORMAT);
        write(value, row);
        return new Store.Put(key(account, name(value)), row.toBytes());
    }

    @Nullable
    Stored<E> find(String account, String name) {
        Store.Row row = store.get(key(account, name));
        if (row == null) {
            return null;
        }
        Stored<E> stored = stored(account, row);
        return name(stored.value()).equals(name) ? stored : null;
    }

    /// @throws dev.virga.wire.AwsException NoSuchEntity
    Stored<E> require(String account, String name) {
        Stored<E> stored = find(account, name);
        if (stored == null) {
            throw missing(name);
        }
        return stored;
    }

    AwsException missing(String name) {
        return IamErrors.noSuchEntity(kind, name);
    }

    /// Of the quota of these in an account.
    String quotaName() {
        return (kind.equals(Policy.KIND) ? "Policies" : capitalized(kind) + "s") + "PerAccount";
    }

    /// Refuses to change what only AWS may change.
    void checkModifiable(E value) {}

    E get(String account, String name) {
        return require(account, name).value();
    }

    /// Returns false when the name is taken.
    boolean create(String account, E value, List<Store.Check> checks, List<Store.Write> writes) {
        if (count(account) >= quota) {
            throw IamErrors.quota(quotaName(), quota);
        }
        Store.Put put = put(account, value);
        List<Store.Check> allChecks = new ArrayList<>(checks);
        allChecks.add(new Store.Absent(put.key()));
        List<Store.Write> allWrites = new ArrayList<>(writes);
        allWrites.add(put);
        if (commit(allChecks, allWrites)) {
            return true;
        }
        if (store.get(put.key()) == null) {
            throw IamErrors.concurrentModification();
        }
        return false;
    }

    int count(String account) {
        byte[] from = new KeyBuilder().string(kind).toBytes();
        byte[] to = KeyBuilder.prefixEnd(from);
        int count = 0;
        while (true) {
            List<Store.Row> rows = store.scan(domain(account), from, to, false, SCAN_ROWS, SCAN_BYTES);
            count += rows.size();
            if (rows.isEmpty() || count >= quota) {
                return count;
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }

    E update(String account, String name, Function<E, Change<E>> change) {
        return updateProtected(account, name, value -> {
            checkModifiable(value);
            return change.apply(value);
        });
    }

    /// The same for what only AWS may change otherwise.
    E updateProtected(String account, String name, Function<E, Change<E>> change) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Stored<E> stored = require(account, name);
            Change<E> next = change.apply(stored.value());
            List<Store.Write> writes = new ArrayList<>(next.writes());
            Store.Put put = put(account, next.value());
            List<Store.Check> checks = new ArrayList<>(next.checks());
            checks.add(stored.unchanged());
            if (!Arrays.equals(put.key().bytes(), stored.key().bytes())) {
                // Renamed: the new name has to be free.
                writes.add(new Store.Delete(stored.key()));
                if (store.get(put.key()) != null) {
                    throw IamErrors.alreadyExists(capitalized(kind), name(next.value()));
                }
                checks.add(new Store.Absent(put.key()));
            }
            writes.add(put);
            if (commit(checks, writes)) {
                return next.value();
            }
        }
        throw IamErrors.concurrentModification();
    }

    /// @param more refuses, or says what else goes
    void delete(String account, String name, Function<E, List<Store.Write>> more) {
        deleteProtected(account, name, value -> {
            checkModifiable(value);
            return more.apply(value);
        });
    }

    void deleteProtected(String account, String name, Function<E, List<Store.Write>> more) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            Stored<E> stored = require(account, name);
            List<Store.Write> writes = new ArrayList<>(more.apply(stored.value()));
            writes.add(new Store.Delete(stored.key()));
            if (commit(List.of(stored.unchanged()), writes)) {
                return;
            }
        }
        throw IamErrors.concurrentModification();
    }

    private boolean commit(List<Store.Check> checks, List<Store.Write> writes) {
        boolean committed = store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
        epoch.advance();
        return committed;
    }

    /// All of the account, at most as many as the quota allows.
    List<E> all(String account) {
        return page(account, any -> true, null, quota).items();
    }

    /// In the order of names.
    Page<E> page(String account, Predicate<E> filter, @Nullable String marker, @Nullable Integer maxItems) {
        String after = Page.after(marker);
        byte[] prefix = new KeyBuilder().string(kind).toBytes();
        byte[] from =
                after == null ? prefix : KeyBuilder.after(key(account, after).bytes());
        byte[] to = KeyBuilder.prefixEnd(prefix);
        int size = Page.size(maxItems);
        List<E> found = new ArrayList<>();
        while (found.size() <= size) {
            List<Store.Row> rows = store.scan(domain(account), from, to, false, SCAN_ROWS, SCAN_BYTES);
            if (rows.isEmpty()) {
                break;
            }
            for (Store.Row row : rows) {
                E value = stored(account, row).value();
                if (filter.test(value)) {
                    found.add(value);
                }
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
        return Page.cut(found, this::name, size);
    }
}
