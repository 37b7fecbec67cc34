package dev.virga.services.iam;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// When users and roles last tried to use what, and the reports about it that were asked for.
///
///     domain  iam/account/aws-global
///     key     "accessed" + id of user or role + action    value  format 1 + millis, region
///     key     "last-used" + id of user or role            value  the same, of any action
///     key     "access-job" + job                          value  format 1 + ARN, actions, millis
final class LastAccessTable {
    private static final String ACCESSED = "accessed";
    private static final String LAST_USED = "last-used";
    private static final String JOB = "access-job";
    private static final int FORMAT = 1;
    private static final int PAGE_ROWS = 1000;
    private static final int PAGE_BYTES = 1 << 20;

    /// @param action with its service, e.g. `dynamodb:GetItem`
    record Use(String account, String entityId, String action, Instant when, String region) {}

    /// @param arn of a user, group, role or policy
    /// @param actions whether the report is about actions and not about services alone
    record Job(String id, String arn, boolean actions, Instant created) {}

    private final Store store;

    LastAccessTable(Store store) {
        this.store = store;
    }

    private static Store.Key key(String account, String kind, String... parts) {
        KeyBuilder key = new KeyBuilder().string(kind);
        for (String part : parts) {
            key.string(part);
        }
        return key.toKey(EntityTable.domain(account));
    }

    void put(List<Use> uses) {
        Map<Store.Key, Store.Write> writes = new LinkedHashMap<>();
        for (Use use : uses) {
            byte[] value = new RowWriter(FORMAT)
                    .varint(use.when().toEpochMilli())
                    .string(use.region())
                    .toBytes();
            Store.Key one = key(use.account(), ACCESSED, use.entityId(), use.action());
            Store.Key any = key(use.account(), LAST_USED, use.entityId());
            writes.put(one, new Store.Put(one, value));
            writes.put(any, new Store.Put(any, value));
        }
        commit(List.copyOf(writes.values()));
    }

    private void commit(List<Store.Write> writes) {
        if (!writes.isEmpty()) {
            store.commit(new Store.Transaction(null, List.of(), writes));
        }
    }

    /// In the order of actions.
    List<Use> of(String account, String entityId) {
        List<Use> uses = new ArrayList<>();
        scan(account, new KeyBuilder().string(ACCESSED).string(entityId).toBytes(), row -> {
            KeyReader key = new KeyReader(row.key().bytes());
            key.string();
            key.string();
            uses.add(use(account, entityId, key.string(), row));
        });
        return uses;
    }

    private static Use use(String account, String entityId, String action, Store.Row row) {
        RowReader in = new RowReader(row.value()).upTo(FORMAT);
        return new Use(account, entityId, action, Instant.ofEpochMilli(in.varint()), in.string());
    }

    /// Of any action; null when there was none.
    @Nullable
    Use last(String account, String entityId) {
        Store.Row row = store.get(key(account, LAST_USED, entityId));
        return row == null ? null : use(account, entityId, "", row);
    }

    /// Forgets what is older.
    void removeBefore(String account, Instant oldest) {
        for (String kind : List.of(ACCESSED, LAST_USED)) {
            List<Store.Write> writes = new ArrayList<>();
            scan(account, new KeyBuilder().string(kind).toBytes(), row -> {
                if (use(account, "", "", row).when().isBefore(oldest)) {
                    writes.add(new Store.Delete(row.key()));
                }
                if (writes.size() == PAGE_ROWS) {
                    commit(List.copyOf(writes));
                    writes.clear();
                }
            });
            commit(writes);
        }
    }

    /// @param oldest what was made before goes
    /// @param most how many there may be; the oldest go
    void add(String account, Job job, Instant oldest, int most) {
        List<Job> jobs = new ArrayList<>();
        scan(account, new KeyBuilder().string(JOB).toBytes(), row -> jobs.add(job(row)));
        jobs.sort(Comparator.comparing(Job::created));
        List<Store.Write> writes = new ArrayList<>();
        int left = jobs.size();
        for (Job each : jobs) {
            if (each.created().isBefore(oldest) || left >= most) {
                writes.add(new Store.Delete(key(account, JOB, each.id())));
                left--;
            }
        }
        byte[] value = new RowWriter(FORMAT)
                .string(job.arn())
                .bool(job.actions())
                .varint(job.created().toEpochMilli())
                .toBytes();
        writes.add(new Store.Put(key(account, JOB, job.id()), value));
        commit(writes);
    }

    @Nullable
    Job job(String account, String id) {
        Store.Row row = store.get(key(account, JOB, id));
        return row == null ? null : job(row);
    }

    private static Job job(Store.Row row) {
        KeyReader key = new KeyReader(row.key().bytes());
        key.string();
        RowReader in = new RowReader(row.value()).upTo(FORMAT);
        return new Job(key.string(), in.string(), in.bool(), Instant.ofEpochMilli(in.varint()));
    }

    private void scan(String account, byte[] prefix, Consumer<Store.Row> each) {
        byte[] from = prefix;
        byte[] to = KeyBuilder.prefixEnd(prefix);
        while (true) {
            List<Store.Row> rows = store.scan(EntityTable.domain(account), from, to, false, PAGE_ROWS, PAGE_BYTES);
            if (rows.isEmpty()) {
                return;
            }
            rows.forEach(each);
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }
}
