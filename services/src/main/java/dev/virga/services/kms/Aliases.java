package dev.virga.services.kms;

import dev.virga.api.kms.AliasListEntry;
import dev.virga.api.kms.AlreadyExistsException;
import dev.virga.api.kms.InvalidAliasNameException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.store.Store;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Other names of keys. An alias is in two places that change together: its own row, and the list
/// in its key, which conditions look at.
final class Aliases {
    private static final int MAX_OF_A_KEY = 50;
    private static final int MAX_ATTEMPTS = 50;
    private static final String RESERVED = "alias/aws/";

    private Aliases() {}

    static String arn(String name, Call call) {
        return new Arn("kms", call.region(), call.account(), name).toString();
    }

    /// Aliases have no policies of their own: the account's decide.
    static Access access(String operation, String name, Call call) {
        return Access.to("kms:" + operation, arn(name, call))
                .withConditions(Conditions.of(call).toMap());
    }

    /// @throws dev.virga.wire.AwsException InvalidAliasNameException, NotAuthorizedException
    static void checkName(String name) {
        if (!name.startsWith(Keys.ALIAS) || name.length() == Keys.ALIAS.length()) {
            throw KmsErrors.validation("Invalid identifier");
        }
        if (name.startsWith(RESERVED)) {
            throw new AwsReserved("alias/aws/ is a reserved prefix");
        }
        if (name.indexOf(':') >= 0) {
            throw new InvalidAliasNameException(
                    name + " contains invalid characters for an alias; only alphanumerics, _, / and - are allowed");
        }
    }

    /// As AWS calls it; no model lists it.
    private static final class AwsReserved extends dev.virga.wire.AwsException {
        AwsReserved(String message) {
            super("NotAuthorizedException", 400, message);
        }
    }

    /// The key that an alias means now; null when there is no such alias.
    static @Nullable KmsKey find(KeyTable table, String name, Call call) {
        KeyTable.Alias alias = table.findAlias(call.account(), call.region(), name);
        KeyTable.Found found = alias == null ? null : table.find(call.account(), call.region(), alias.keyId());
        return found == null ? null : found.key();
    }

    private static KeyTable.Alias require(KeyTable table, String name, Call call) {
        KeyTable.Alias alias = table.findAlias(call.account(), call.region(), name);
        if (alias == null) {
            throw KmsErrors.aliasDoesNotExist(arn(name, call));
        }
        return alias;
    }

    private static KeyTable.Found require(KeyTable table, KeyTable.Alias alias, Call call) {
        KeyTable.Found found = table.find(call.account(), call.region(), alias.keyId());
        if (found == null) {
            throw KmsErrors.aliasDoesNotExist(arn(alias.name(), call));
        }
        return found;
    }

    static void create(KeyTable table, KmsKey key, String name, long nowMillis) {
        table.changeWith(key, now -> {
            Uses.notPendingDeletion(now);
            if (table.findAlias(now.account(), now.region(), name) != null) {
                throw new AlreadyExistsException("An alias with the name "
                        + new Arn("kms", now.region(), now.account(), name) + " already exists");
            }
            checkCount(now);
            return table.withAlias(now, new KeyTable.Alias(name, now.id(), nowMillis, nowMillis));
        });
    }

    private static void checkCount(KmsKey key) {
        if (key.aliases().size() >= MAX_OF_A_KEY) {
            throw KmsErrors.limit("A KMS key has at most " + MAX_OF_A_KEY + " aliases.");
        }
    }

    static void update(KeyTable table, KmsKey key, String name, Call call) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            KeyTable.Alias alias = require(table, name, call);
            KeyTable.Found from = require(table, alias, call);
            KeyTable.Found to = table.find(key.account(), key.region(), key.id());
            if (to == null) {
                throw KmsErrors.keyDoesNotExist(key.arn());
            }
            Uses.notPendingDeletion(to.key());
            if (from.key().usage() != to.key().usage()
                    || from.key().spec().isAsymmetric() != to.key().spec().isAsymmetric()
                    || from.key().spec().family()
                            == KeySpec.Family.HMAC
                            != (to.key().spec().family() == KeySpec.Family.HMAC)) {
                throw KmsErrors.validation("The current and new KMS key must be the same type"
                        + " (both symmetric or both asymmetric or both HMAC) and have the same key usage.");
            }
            long now = call.time().toEpochMilli();
            KeyTable.Alias moved = new KeyTable.Alias(name, to.key().id(), alias.createdMillis(), now);
            if (move(table, from, to, moved)) {
                return;
            }
        }
        throw KmsErrors.busy();
    }

    private static boolean move(KeyTable table, KeyTable.Found from, KeyTable.Found to, KeyTable.Alias moved) {
        List<Store.Write> put = List.of(table.putAlias(to.key(), moved));
        if (from.key().id().equals(to.key().id())) {
            return table.replace(List.of(to), List.of(to.key()), List.of(), put);
        }
        checkCount(to.key());
        List<String> more = new ArrayList<>(to.key().aliases());
        more.add(moved.name());
        return table.replace(
                List.of(from, to),
                List.of(without(from.key(), moved.name()), to.key().withAliases(List.copyOf(more))),
                List.of(),
                put);
    }

    private static KmsKey without(KmsKey key, String name) {
        List<String> fewer = new ArrayList<>(key.aliases());
        fewer.remove(name);
        return key.withAliases(List.copyOf(fewer));
    }

    static void delete(KeyTable table, String name, Call call) {
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            KeyTable.Found found = require(table, require(table, name, call), call);
            if (table.replace(
                    List.of(found),
                    Arrays.asList(without(found.key(), name)),
                    List.of(),
                    List.of(table.removeAlias(found.key(), name)))) {
                return;
            }
        }
        throw KmsErrors.busy();
    }

    static AliasListEntry shape(KeyTable.Alias alias, Call call) {
        return AliasListEntry.builder()
                .aliasName(alias.name())
                .aliasArn(arn(alias.name(), call))
                .targetKeyId(alias.keyId())
                .creationDate(Instant.ofEpochMilli(alias.createdMillis()))
                .lastUpdatedDate(Instant.ofEpochMilli(alias.updatedMillis()))
                .build();
    }
}
