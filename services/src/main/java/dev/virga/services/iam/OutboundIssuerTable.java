package dev.virga.services.iam;

import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The issuers of accounts.
///
///     domain  iam/account/aws-global
///     key     "account" + "issuer"      value  format 1 + id, URL, enabled, keys
///
///     domain  iam/global
///     key     "issuer" + id             value  format 1 + account
final class OutboundIssuerTable {
    private static final int FORMAT = 1;

    private final Store store;

    OutboundIssuerTable(Store store) {
        this.store = store;
    }

    private static Store.Key key(String account) {
        return new KeyBuilder().string("account").string("issuer").toKey(EntityTable.domain(account));
    }

    private static Store.Key global(String id) {
        return new KeyBuilder().string("issuer").string(id).toKey(AccessKeyTable.DOMAIN);
    }

    @Nullable
    OutboundIssuer find(String account) {
        Store.Row row = store.get(key(account));
        if (row == null) {
            return null;
        }
        RowReader in = new RowReader(row.value()).upTo(FORMAT);
        return new OutboundIssuer(
                account,
                in.string(),
                in.string(),
                in.bool(),
                new OutboundIssuer.Key(in.bytes(), in.bytes()),
                new OutboundIssuer.Key(in.bytes(), in.bytes()));
    }

    @Nullable
    OutboundIssuer byId(String id) {
        Store.Row row = store.get(global(id));
        return row == null ? null : find(new RowReader(row.value()).upTo(FORMAT).string());
    }

    /// False when somebody else was quicker.
    boolean create(OutboundIssuer issuer) {
        Store.Put put = put(issuer);
        Store.Put pointer = new Store.Put(
                global(issuer.id()),
                new RowWriter(FORMAT).string(issuer.account()).toBytes());
        return store.commit(new Store.Transaction(null, List.of(new Store.Absent(put.key())), List.of(put, pointer)))
                instanceof Store.Committed;
    }

    void replace(OutboundIssuer issuer) {
        store.commit(new Store.Transaction(null, List.of(), List.of(put(issuer))));
    }

    private static Store.Put put(OutboundIssuer issuer) {
        return new Store.Put(
                key(issuer.account()),
                new RowWriter(FORMAT)
                        .string(issuer.id())
                        .string(issuer.url())
                        .bool(issuer.enabled())
                        .bytes(issuer.rsa().shown())
                        .bytes(issuer.rsa().sealed())
                        .bytes(issuer.ec().shown())
                        .bytes(issuer.ec().sealed())
                        .toBytes());
    }
}
