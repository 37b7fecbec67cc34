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

    /// What a request names.
    ///
    /// @param found null when there is no such key
    /// @param alias by which it was named, or null
    record Named(
            @Nullable KmsKey found, String arn, @Nullable String alias) {
        static Named of(KmsKey key) {
            return new Named(key, key.arn(), null);
        }

        /// @throws dev.virga.wire.AwsException NotFoundException
        KmsKey key() {
            if (found == null) {
                throw KmsErrors.keyDoesNotExist(arn);
            }
            return found;
        }
    }

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

    /// For `access`: looks the key up and remembers it for `handle`. A key that is not there is
    /// refused only there, to those who may know.
    ///
    /// @throws dev.virga.wire.AwsException NotFoundException for what names no key at all
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
    ///
    /// @throws dev.virga.wire.AwsException NotFoundException
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

    /// For operations that work on keys of the caller's own account only, and take no aliases.
    ///
    /// @throws dev.virga.wire.AwsException NotFoundException, AccessDeniedException
    Named findOwn(Struct input, Call call, String keyId) {
        Named named = findWithoutAlias(input, call, keyId);
        KmsKey key = named.found();
        if (key != null && !key.account().equals(call.account())) {
            throw KmsErrors.denied("This operation works on keys of the caller's own account only: " + named.arn());
        }
        return named;
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
        return new Named(found == null ? null : found.key(), KmsKey.arn(account, region, id), null);
    }

    private Named byAlias(Call call, String account, String name) {
        KeyTable.Alias alias = table.findAlias(account, call.region(), name);
        if (alias == null) {
            KmsKey made = account.equals(call.account()) ? managed.make(call, name) : null;
            if (made == null) {
                throw KmsErrors.aliasDoesNotExist(new Arn("kms", call.region(), account, name).toString());
            }
            return new Named(made, made.arn(), name);
        }
        Named target = byId(account, call.region(), alias.keyId());
        return new Named(target.key(), target.arn(), name);
    }

    /// The key of a ciphertext; null when it is not there.
    @Nullable
    KmsKey ofCiphertext(Ciphertext blob, Call call) {
        KeyTable.Found found = table.find(blob.account(), call.region(), blob.keyId());
        return found == null ? null : found.key();
    }
}
