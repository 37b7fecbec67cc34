package dev.virga.kernel.audit;

import dev.virga.kernel.audit.UsedPermissions.Used;
import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What roles used.
///
///     domain  audit/<account>/aws-global
///     key     "used" + role id + action + resource     value  calls, first and last use
final class UsedPermissionTable {
    private static final int FORMAT = 1;
    private static final int PAGE_ROWS = 1000;
    private static final int PAGE_BYTES = 1 << 20;

    private final Store store;

    UsedPermissionTable(Store store) {
        this.store = store;
    }

    private static String domain(String account) {
        return "audit/" + account + "/aws-global";
    }

    private static KeyBuilder role(String roleId) {
        return new KeyBuilder().string("used").string(roleId);
    }

    private static Store.Key key(String account, String roleId, String action, String resource) {
        return role(roleId).string(action).string(resource).toKey(domain(account));
    }

    Store.Write put(String account, String roleId, Used used) {
        byte[] value = new RowWriter(FORMAT)
                .varint(used.calls())
                .varint(used.first().toEpochMilli())
                .varint(used.last().toEpochMilli())
                .toBytes();
        return new Store.Put(key(account, roleId, used.action(), used.resource()), value);
    }

    Store.Write delete(String account, String roleId, String action, String resource) {
        return new Store.Delete(key(account, roleId, action, resource));
    }

    void commit(List<Store.Write> writes) {
        if (!writes.isEmpty()) {
            store.commit(new Store.Transaction(null, List.of(), writes));
        }
    }

    List<Used> of(String account, String roleId) {
        return scan(account, role(roleId).toBytes());
    }

    /// By resource.
    Map<String, Used> of(String account, String roleId, String action) {
        Map<String, Used> resources = new TreeMap<>();
        for (Used used : scan(account, role(roleId).string(action).toBytes())) {
            resources.put(used.resource(), used);
        }
        return resources;
    }

    void removeUnused(String account, Instant before) {
        byte[] from = new KeyBuilder().string("used").toBytes();
        byte[] to = KeyBuilder.prefixEnd(from);
        while (true) {
            List<Store.Row> rows = store.scan(domain(account), from, to, false, PAGE_ROWS, PAGE_BYTES);
            List<Store.Write> writes = new ArrayList<>();
            for (Store.Row row : rows) {
                if (used(row).last().isBefore(before)) {
                    writes.add(new Store.Delete(row.key()));
                }
            }
            commit(writes);
            if (rows.isEmpty()) {
                return;
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }

    private List<Used> scan(String account, byte[] prefix) {
        List<Used> all = new ArrayList<>();
        byte[] from = prefix;
        byte[] to = KeyBuilder.prefixEnd(prefix);
        while (true) {
            List<Store.Row> rows = store.scan(domain(account), from, to, false, PAGE_ROWS, PAGE_BYTES);
            rows.forEach(row -> all.add(used(row)));
            if (rows.isEmpty()) {
                return all;
            }
            from = KeyBuilder.after(rows.getLast().key().bytes());
        }
    }

    private static Used used(Store.Row row) {
        KeyReader key = new KeyReader(row.key().bytes());
        key.string();
        key.string();
        RowReader value = new RowReader(row.value()).upTo(FORMAT);
        return new Used(
                key.string(),
                key.string(),
                value.varint(),
                Instant.ofEpochMilli(value.varint()),
                Instant.ofEpochMilli(value.varint()));
    }
}
