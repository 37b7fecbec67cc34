package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PasswordPolicy;
import dev.virga.store.KeyBuilder;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.Shape;
import dev.virga.wire.Structs;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What an account has once: its alias, its password policy, the time of its credential report, the
/// version of tokens.
///
///     domain  iam/account/aws-global
///     key     "account" + "alias", "password-policy", "report" or "token-version"
///     value   format 1 + alias, JSON of the model's shape, milliseconds, or version
///
///     domain  iam/global
///     key     "alias" + alias        value  format 1 + account: aliases are unique everywhere
final class AccountTable {
    private static final int FORMAT = 1;

    private final Store store;

    AccountTable(Store store) {
        this.store = store;
    }

    private static Store.Key key(String account, String what) {
        return new KeyBuilder().string("account").string(what).toKey(EntityTable.domain(account));
    }

    private static Store.Key global(String alias) {
        return new KeyBuilder().string("alias").string(alias).toKey(AccessKeyTable.DOMAIN);
    }

    private @Nullable RowReader read(Store.Key key) {
        Store.Row row = store.get(key);
        return row == null ? null : new RowReader(row.value()).upTo(FORMAT);
    }

    private boolean commit(List<Store.Check> checks, List<Store.Write> writes) {
        return store.commit(new Store.Transaction(null, checks, writes)) instanceof Store.Committed;
    }

    @Nullable
    String alias(String account) {
        RowReader row = read(key(account, "alias"));
        return row == null ? null : row.string();
    }

    /// In place of the alias that the account had. False when another account has it.
    boolean setAlias(String account, String alias) {
        Store.Key mine = key(account, "alias");
        Store.Row old = store.get(mine);
        Store.Check unchanged = old == null ? new Store.Absent(mine) : new Store.At(mine, old.version());
        List<Store.Write> writes = new java.util.ArrayList<>(List.of(
                new Store.Put(
                        global(alias), new RowWriter(FORMAT).string(account).toBytes()),
                new Store.Put(mine, new RowWriter(FORMAT).string(alias).toBytes())));
        if (old != null) {
            writes.add(new Store.Delete(
                    global(new RowReader(old.value()).upTo(FORMAT).string())));
        }
        return commit(List.of(unchanged, new Store.Absent(global(alias))), writes);
    }

    /// False when the account has no such alias.
    boolean removeAlias(String account, String alias) {
        Store.Key mine = key(account, "alias");
        Store.Row row = store.get(mine);
        return row != null
                && new RowReader(row.value()).upTo(FORMAT).string().equals(alias)
                && commit(
                        List.of(new Store.At(mine, row.version())),
                        List.of(new Store.Delete(mine), new Store.Delete(global(alias))));
    }

    private static Shape policyShape() {
        return Objects.requireNonNull(IamOps.GetAccountPasswordPolicy.output().member("PasswordPolicy"))
                .target();
    }

    @Nullable
    PasswordPolicy passwordPolicy(String account) {
        RowReader row = read(key(account, "password-policy"));
        return row == null ? null : Structs.<PasswordPolicy>fromJson(row.bytes(), policyShape());
    }

    void setPasswordPolicy(String account, PasswordPolicy policy) {
        byte[] json = Structs.toJson(policy, policyShape());
        commit(
                List.of(),
                List.of(new Store.Put(
                        key(account, "password-policy"),
                        new RowWriter(FORMAT).bytes(json).toBytes())));
    }

    void removePasswordPolicy(String account) {
        commit(List.of(), List.of(new Store.Delete(key(account, "password-policy"))));
    }

    /// Of tokens that STS's global endpoint gives.
    int tokenVersion(String account) {
        RowReader row = read(key(account, "token-version"));
        return row == null ? 1 : (int) row.varint();
    }

    void setTokenVersion(String account, int version) {
        byte[] value = new RowWriter(FORMAT).varint(version).toBytes();
        commit(List.of(), List.of(new Store.Put(key(account, "token-version"), value)));
    }

    @Nullable
    Instant reportTime(String account) {
        RowReader row = read(key(account, "report"));
        return row == null ? null : Instant.ofEpochMilli(row.varint());
    }

    void setReportTime(String account, Instant time) {
        byte[] value = new RowWriter(FORMAT).varint(time.toEpochMilli()).toBytes();
        commit(List.of(), List.of(new Store.Put(key(account, "report"), value)));
    }
}
