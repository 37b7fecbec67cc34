package dev.virga.services.kms;

import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.wire.Struct;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Finds the key that a request names: by its id, its ARN, an alias or the ARN of an alias.
///
/// A call looks a key up once, before it is authorized, and is carried out with that very key: an
/// alias that is moved in between must not lead to a key that nobody authorized. Any thread may
/// call it.
final class Keys {
    static final String ALIAS = "alias/";
    private static final String KEY = "key/";
    private static final Pattern ID =
            Pattern.compile("mrk-[0-9a-f]{32}|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");

    /// @param alias by which it was named, or null
    record Named(KmsKey key, @Nullable String alias) {}

    /// What this thread looked up for the call that it is about to carry out.
    private record Seen(Struct input, Call call, Map<String, Named> keys) {
        /// This very call, not one like it.
        @SuppressWarnings("ReferenceEquality")
        boolean isOf(Struct itsInput, Call itsCall) {
            return input == itsInput && call == itsCall;
        }
    }

    private final KeyTable table;
    private final AwsManagedKeys managed;

    // One for each cloud: two of them live in one process.
    @SuppressWarnings("ThreadLocalUsage")
    private final ThreadLocal<@Nullable Seen> seen = new ThreadLocal<>();

    Keys(KeyTable table, AwsManagedKeys managed) {
        this.table = table;
        this.managed = managed;
    }

    /// For `access`: looks the key up and remembers it for `handle`.
    ///
    /// @throws dev.virga.wire.AwsException NotFoundException
    Named find(Struct input, Call call, String keyId) {
        Seen now = seen.get();
        if (now == null || !now.isOf(input, call)) {
            now = new Seen(input, call, new HashMap<>());
            seen.set(now);
        }
        Named named = find(call, keyId);
        now.keys().put(keyId, named);
        return named;
    }

    /// For `handle`: the key that `access` found.
    KmsKey authorized(Struct input, Call call, String keyId) {
        Seen now = seen.get();
        if (now != null && now.isOf(input, call)) {
            Named named = now.keys().get(keyId);
            if (named != null) {
                return named.key();
            }
        }
        return find(call, keyId).key();
    }

    /// For operations that take no aliases.
    ///
    /// @throws dev.virga.wire.AwsException NotFoundException
    Named findWithoutAlias(Struct input, Call call, String keyId) {
        if (keyId.startsWith(ALIAS) || keyId.contains(":" + ALIAS)) {
            throw KmsErrors.invalidKeyId(keyId);
        }
        return find(input, call, keyId);
    }

    private Named find(Call call, String keyId) {
        if (ID.matcher(keyId).matches()) {
            return byId(call.account(), call.region(), keyId);
        }
        if (keyId.startsWith(ALIAS)) {
            return byAlias(call, call.account(), keyId);
        }
        Arn arn = Arn.parse(keyId);
        if (arn == null || !arn.service().equals("kms")) {
            throw KmsErrors.invalidKeyId(keyId);
        }
        if (!arn.region().equals(call.region())) {
            throw KmsErrors.otherRegion(arn.region());
        }
        if (arn.resource().startsWith(ALIAS)) {
            return byAlias(call, arn.account(), arn.resource());
        }
        if (!arn.resource().startsWith(KEY)) {
            throw KmsErrors.invalidKeyId(keyId);
        }
        return byId(arn.account(), arn.region(), arn.resource().substring(KEY.length()));
    }

    private Named byId(String account, String region, String id) {
        KeyTable.Found found = table.find(account, region, id);
        if (found == null) {
            throw KmsErrors.keyDoesNotExist(KmsKey.arn(account, region, id));
        }
        return new Named(found.key(), null);
    }

    private Named byAlias(Call call, String account, String name) {
        KeyTable.Alias alias = table.findAlias(account, call.region(), name);
        if (alias == null) {
            KmsKey made = account.equals(call.account()) ? managed.make(call, name) : null;
            if (made == null) {
                throw KmsErrors.aliasDoesNotExist(new Arn("kms", call.region(), account, name).toString());
            }
            return new Named(made, name);
        }
        return new Named(byId(account, call.region(), alias.keyId()).key(), name);
    }

    /// The key of a ciphertext; null when it is not there.
    @Nullable
    KmsKey ofCiphertext(Ciphertext blob, Call call) {
        KeyTable.Found found = table.find(blob.account(), call.region(), blob.keyId());
        return found == null ? null : found.key();
    }
}
