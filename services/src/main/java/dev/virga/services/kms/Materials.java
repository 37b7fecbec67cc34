package dev.virga.services.kms;

import dev.virga.kernel.crypto.PerMessageGcm;
import dev.virga.kernel.crypto.Seal;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Makes, seals and unseals the secret bytes of keys. They are in the store sealed only; the ones
/// in use are remembered, at most [#MAX_REMEMBERED]. Any thread may call it.
final class Materials {
    static final int MAX_REMEMBERED = 1000;

    /// @param id as answers show it
    record Opened(int number, String id, KeyMaterial secret) {}

    private record Name(String account, String region, String keyId, int number) {}

    private final KeyTable table;
    private final Seal seal;
    private final KeyPairs pairs;
    private final SecureRandom random;
    private final Map<Name, Opened> opened = new ConcurrentHashMap<>();

    Materials(KeyTable table, Seal seal, KeyPairs pairs, SecureRandom random) {
        this.table = table;
        this.seal = seal;
        this.pairs = pairs;
        this.random = random;
    }

    /// The material that encrypts and signs now.
    ///
    /// @throws dev.virga.wire.AwsException KMSInvalidStateException when it was deleted
    Opened current(KmsKey key) {
        Opened found = find(key, key.material());
        if (found == null) {
            throw KmsErrors.invalidState(key.withState(KeyState.PENDING_IMPORT));
        }
        return found;
    }

    /// Null when there is none of that number, or its secret is gone.
    @Nullable
    Opened find(KmsKey key, int number) {
        Name name = name(key, number);
        Opened known = opened.get(name);
        if (known != null) {
            return known;
        }
        Material material = table.findMaterial(key, number);
        if (material == null || material.secret() == null) {
            return null;
        }
        byte[] secret = open(key, material);
        Opened made = new Opened(number, material.id(), usable(key, secret, material.publicKey()));
        Arrays.fill(secret, (byte) 0);
        if (opened.size() >= MAX_REMEMBERED) {
            opened.clear();
        }
        opened.put(name, made);
        return made;
    }

    private KeyMaterial usable(KmsKey key, byte[] secret, byte @Nullable [] publicKey) {
        return switch (key.spec().family()) {
            case SYMMETRIC -> new SymmetricMaterial(new PerMessageGcm(secret, random));
            case HMAC -> new HmacMaterial(new SecretKeySpec(secret, "HMAC"));
            case RSA, EC, KOBLITZ, EDWARDS, ML_DSA -> {
                if (publicKey == null) {
                    throw new IllegalStateException(key.arn() + " has no public key");
                }
                yield pairs.usable(key.spec(), secret, publicKey);
            }
        };
    }

    /// To be zeroed by the caller.
    byte[] open(KmsKey key, Material material) {
        byte[] sealed = material.secret();
        if (sealed == null) {
            throw new IllegalStateException("material " + material.number() + " of " + key.arn() + " is gone");
        }
        return seal.open(sealed, Material.context(key, material.number()));
    }

    byte[] seal(KmsKey key, int number, byte[] secret) {
        return seal.seal(secret, Material.context(key, number));
    }

    /// New material of Virga's own making.
    ///
    /// @param rotation why, null for the first
    Material make(KmsKey key, int number, long nowMillis, @Nullable String rotation) {
        if (key.spec().isAsymmetric()) {
            KeyPairs.Pair pair = pairs.generate(key.spec());
            return of(key, number, nowMillis, rotation, pair.secret(), pair.publicKey());
        }
        byte[] secret = new byte[key.spec().size() / 8];
        random.nextBytes(secret);
        return of(key, number, nowMillis, rotation, secret, null);
    }

    /// Zeroes the secret.
    Material of(
            KmsKey key,
            int number,
            long nowMillis,
            @Nullable String rotation,
            byte[] secret,
            byte @Nullable [] publicKey) {
        Material made = new Material(
                number, id(key, secret), nowMillis, rotation, seal(key, number, secret), publicKey, null, null);
        Arrays.fill(secret, (byte) 0);
        return made;
    }

    /// The same for the same secret, of which it tells nothing else: imported material is known
    /// again by it.
    static String id(KmsKey key, byte[] secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            byte[] id = mac.doFinal(("virga key material id\0" + key.id()).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(id);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// After material went away.
    void forget(KmsKey key, int number) {
        opened.remove(name(key, number));
    }

    void forget(KmsKey key) {
        opened.keySet()
                .removeIf(name -> name.keyId().equals(key.id())
                        && name.region().equals(key.region())
                        && name.account().equals(key.account()));
    }

    private static Name name(KmsKey key, int number) {
        return new Name(key.account(), key.region(), key.id(), number);
    }
}
