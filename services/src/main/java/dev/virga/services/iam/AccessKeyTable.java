package dev.virga.services.iam;

import dev.virga.kernel.crypto.Seal;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Access keys, found by their ids alone: whoever signs names no account.
///
///     domain  iam/global
///     key     "key" + id         value  account, user or null for root, secret, active, creation
///                                       (format 2; in format 1 the secret is not sealed)
///     key     "used" + id        value  when it was last seen, service, region (format 2)
///     key     "root" + account   value  id of the key made at the first start
///
/// Secrets are sealed under the root key: a signature cannot be checked by a hash of them.
final class AccessKeyTable {
    static final String DOMAIN = "iam/global";
    private static final int FORMAT = 1;
    private static final int SEALED_FORMAT = 2;
    private static final int USED_FORMAT = 2;
    private static final String UNKNOWN = "N/A";
    /// What a sealed secret is bound to, before the key's id.
    private static final String SECRET_OF = "secret of ";

    /// @param service as it signs, e.g. `dynamodb`
    record LastUsed(Instant when, String service, String region) {}

    /// @param user name, or null for the account's root
    record AccessKey(String id, String account, @Nullable String user, String secret, boolean active, Instant created) {
        AccessKey withActive(boolean now) {
            return new AccessKey(id, account, user, secret, now, created);
        }

        AccessKey withUser(String name) {
            return new AccessKey(id, account, name, secret, active, created);
        }

        String status() {
            return active ? "Active" : "Inactive";
        }
    }

    private final Store store;
    private final Epoch epoch;
    private final Seal seal;

    AccessKeyTable(Store store, Epoch epoch, Seal seal) {
        this.store = store;
        this.epoch = epoch;
        this.seal = seal;
    }

    private static Store.Key key(String kind, String id) {
        return new KeyBuilder().string(kind).string(id).toKey(DOMAIN);
    }

    @Nullable
    AccessKey find(String id) {
        Store.Row row = store.get(key("key", id));
        if (row == null) {
            return null;
        }
        RowReader in = new RowReader(row.value()).upTo(SEALED_FORMAT);
        String account = in.string();
        String user = in.nullableString();
        String secret = in.format() < SEALED_FORMAT ? in.string() : opened(in.bytes(), id);
        return new AccessKey(id, account, user, secret, in.bool(), Instant.ofEpochMilli(in.varint()));
    }

    private String opened(byte[] sealed, String id) {
        return new String(seal.open(sealed, SECRET_OF + id), StandardCharsets.US_ASCII);
    }

    private byte[] sealed(AccessKey key) {
        return seal.seal(key.secret().getBytes(StandardCharsets.US_ASCII), SECRET_OF + key.id());
    }

    Store.Write put(AccessKey key) {
        return new Store.Put(
                key("key", key.id()),
                new RowWriter(SEALED_FORMAT)
                        .string(key.account())
                        .nullableString(key.user())
                        .bytes(sealed(key))
                        .bool(key.active())
                        .varint(key.created().toEpochMilli())
                        .toBytes());
    }

    List<Store.Write> delete(String id) {
        return List.of(new Store.Delete(key("key", id)), new Store.Delete(key("used", id)));
    }

    @Nullable
    LastUsed lastUsed(String id) {
        Store.Row row = store.get(key("used", id));
        if (row == null) {
            return null;
        }
        RowReader in = new RowReader(row.value()).upTo(USED_FORMAT);
        Instant when = Instant.ofEpochMilli(in.varint());
        return in.format() < USED_FORMAT
                ? new LastUsed(when, UNKNOWN, UNKNOWN)
                : new LastUsed(when, in.string(), in.string());
    }

    void used(String id, LastUsed use) {
        byte[] value = new RowWriter(USED_FORMAT)
                .varint(use.when().toEpochMilli())
                .string(use.service())
                .string(use.region())
                .toBytes();
        store.commit(new Store.Transaction(null, List.of(), List.of(new Store.Put(key("used", id), value))));
    }

    /// The key of the account's root that was made first; makes `fresh` that key when there is
    /// none.
    AccessKey root(AccessKey fresh) {
        Store.Key pointer = key("root", fresh.account());
        AccessKey known = root(pointer);
        if (known != null) {
            return known;
        }
        byte[] value = new RowWriter(FORMAT).string(fresh.id()).toBytes();
        store.commit(new Store.Transaction(
                null, List.of(new Store.Absent(pointer)), List.of(new Store.Put(pointer, value), put(fresh))));
        epoch.advance();
        // Another node may have been first.
        AccessKey made = root(pointer);
        if (made == null) {
            throw new IllegalStateException("the root key of " + fresh.account() + " is gone");
        }
        return made;
    }

    boolean hasRoot(String account) {
        return rootOf(account) != null;
    }

    @Nullable
    AccessKey rootOf(String account) {
        return root(key("root", account));
    }

    private @Nullable AccessKey root(Store.Key pointer) {
        Store.Row row = store.get(pointer);
        return row == null ? null : find(new RowReader(row.value()).upTo(FORMAT).string());
    }
}
