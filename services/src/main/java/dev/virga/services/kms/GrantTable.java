package dev.virga.services.kms;

import dev.virga.store.KeyBuilder;
import dev.virga.store.KeyReader;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Grants. Any thread may call it.
///
///     domain  kms/account/region
///     key     "grant" + key id + grant id                  value  the grant
///     key     "grantee" + key id + principal + grant id    value  empty
///     key     "retiring" + principal + key id + grant id   value  empty
final class GrantTable {
    private static final int FORMAT = 1;
    private static final int PAGE = 1000;
    private static final int MAX_IN_ONE_COMMIT = 8000;
    private static final int PAGE_BYTES = 4 << 20;
    private static final byte[] EMPTY = {FORMAT};

    private final Store store;

    GrantTable(Store store) {
        this.store = store;
    }

    private static String domain(KmsKey key) {
        return KeyTable.domain(key.account(), key.region());
    }

    private static Store.Key grant(KmsKey key, String id) {
        return new KeyBuilder().string("grant").string(key.id()).string(id).toKey(domain(key));
    }

    private static Store.Key grantee(KmsKey key, Grant grant) {
        return new KeyBuilder()
                .string("grantee")
                .string(key.id())
                .string(grant.grantee())
                .string(grant.id())
                .toKey(domain(key));
    }

    private static Store.Key retiring(KmsKey key, String principal, String grantId) {
        return new KeyBuilder()
                .string("retiring")
                .string(principal)
                .string(key.id())
                .string(grantId)
                .toKey(domain(key));
    }

    @Nullable
    Grant find(KmsKey key, String id) {
        Store.Row row = store.get(grant(key, id));
        return row == null ? null : read(row, key.id(), id);
    }

    /// The same grant made twice is one.
    List<Store.Write> put(KmsKey key, Grant grant) {
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Put(grant(key, grant.id()), write(grant)));
        writes.add(new Store.Put(grantee(key, grant), EMPTY));
        if (grant.retiring() != null) {
            writes.add(new Store.Put(retiring(key, grant.retiring(), grant.id()), EMPTY));
        }
        return writes;
    }

    void delete(KmsKey key, Grant grant) {
        store.commit(new Store.Transaction(null, List.of(), removal(key, grant)));
    }

    private static List<Store.Write> removal(KmsKey key, Grant grant) {
        List<Store.Write> writes = new ArrayList<>();
        writes.add(new Store.Delete(grant(key, grant.id())));
        writes.add(new Store.Delete(grantee(key, grant)));
        if (grant.retiring() != null) {
            writes.add(new Store.Delete(retiring(key, grant.retiring(), grant.id())));
        }
        return writes;
    }

    /// The writes that remove all of a key's grants, for the commit that removes the key. Of more
    /// grants than fit there, the first ones are removed before it.
    ///
    /// @param unchanged that the key is still the one to be removed
    List<Store.Write> removalOfAll(KmsKey key, Store.Check unchanged) {
        List<Store.Write> writes = new ArrayList<>();
        String last = null;
        List<Grant> page;
        do {
            page = list(key, last, PAGE);
            for (Grant grant : page) {
                if (grant.retiring() != null) {
                    writes.add(new Store.Delete(retiring(key, grant.retiring(), grant.id())));
                }
                last = grant.id();
            }
            if (writes.size() > MAX_IN_ONE_COMMIT && last != null) {
                removeUpTo(key, last, writes, unchanged);
                writes.clear();
            }
        } while (!page.isEmpty());
        writes.add(KeyTable.all(key, "grant"));
        writes.add(KeyTable.all(key, "grantee"));
        return writes;
    }

    /// Grants themselves come first: without its row a grant is none, whoever still points at it.
    private void removeUpTo(KmsKey key, String last, List<Store.Write> pointers, Store.Check unchanged) {
        byte[] from = new KeyBuilder().string("grant").string(key.id()).toBytes();
        byte[] to = KeyBuilder.after(grant(key, last).bytes());
        List<Store.Write> writes = new ArrayList<>(pointers);
        writes.add(new Store.DeleteRange(domain(key), from, to));
        Store.Transaction removal = new Store.Transaction(null, List.of(unchanged), writes);
        if (!(store.commit(removal) instanceof Store.Committed)) {
            throw new IllegalStateException("the key " + key.arn() + " changed while it was deleted");
        }
    }

    /// In the order of ids.
    ///
    /// @param after id of the last one of the page before, or null
    List<Grant> list(KmsKey key, @Nullable String after, int max) {
        byte[] all = new KeyBuilder().string("grant").string(key.id()).toBytes();
        byte[] from = after == null ? all : KeyBuilder.after(grant(key, after).bytes());
        List<Grant> grants = new ArrayList<>();
        for (Store.Row row : store.scan(domain(key), from, KeyBuilder.prefixEnd(all), false, max, PAGE_BYTES)) {
            KeyReader name = new KeyReader(row.key().bytes(), all.length);
            grants.add(read(row, key.id(), name.string()));
        }
        return grants;
    }

    /// All that one principal has for a key.
    List<Grant> ofGrantee(KmsKey key, String principal) {
        byte[] all = new KeyBuilder()
                .string("grantee")
                .string(key.id())
                .string(principal)
                .toBytes();
        List<Grant> grants = new ArrayList<>();
        byte[] from = all;
        List<Store.Row> rows;
        do {
            rows = store.scan(domain(key), from, KeyBuilder.prefixEnd(all), false, PAGE, PAGE_BYTES);
            for (Store.Row row : rows) {
                Grant grant = find(key, new KeyReader(row.key().bytes(), all.length).string());
                if (grant != null) {
                    grants.add(grant);
                }
                from = KeyBuilder.after(row.key().bytes());
            }
        } while (rows.size() == PAGE);
        return grants;
    }

    /// @param keyId of the grant's key
    record Retirable(String keyId, String grantId) {}

    /// What a principal may retire, in the order of keys and grants.
    List<Retirable> ofRetiring(String account, String region, String principal, @Nullable Retirable after, int max) {
        byte[] all = new KeyBuilder().string("retiring").string(principal).toBytes();
        byte[] from = after == null
                ? all
                : KeyBuilder.after(new KeyBuilder()
                        .raw(all)
                        .string(after.keyId())
                        .string(after.grantId())
                        .toBytes());
        List<Retirable> found = new ArrayList<>();
        for (Store.Row row :
                store.scan(KeyTable.domain(account, region), from, KeyBuilder.prefixEnd(all), false, max, PAGE_BYTES)) {
            KeyReader name = new KeyReader(row.key().bytes(), all.length);
            found.add(new Retirable(name.string(), name.string()));
        }
        return found;
    }

    private static byte[] write(Grant grant) {
        RowWriter row = new RowWriter(FORMAT)
                .nullableString(grant.name())
                .varint(grant.createdMillis())
                .string(grant.grantee())
                .nullableString(grant.retiring())
                .list(grant.operations(), RowWriter::string)
                .string(grant.issuer());
        nullableMap(row, grant.equal());
        nullableMap(row, grant.subset());
        return row.toBytes();
    }

    private static void nullableMap(RowWriter row, @Nullable Map<String, String> map) {
        row.bool(map != null);
        if (map != null) {
            row.map(map);
        }
    }

    private static Grant read(Store.Row stored, String keyId, String id) {
        RowReader row = new RowReader(stored.value()).upTo(FORMAT);
        String name = row.nullableString();
        long created = row.varint();
        String grantee = row.string();
        String retiring = row.nullableString();
        List<String> operations = row.list(RowReader::string);
        String issuer = row.string();
        Map<String, String> equal = row.bool() ? row.map() : null;
        Map<String, String> subset = row.bool() ? row.map() : null;
        return new Grant(id, keyId, name, created, grantee, retiring, operations, equal, subset, issuer);
    }
}
