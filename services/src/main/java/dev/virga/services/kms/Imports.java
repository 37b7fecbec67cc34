package dev.virga.services.kms;

import dev.virga.api.kms.ExpiredImportTokenException;
import dev.virga.api.kms.ImportKeyMaterialRequest;
import dev.virga.api.kms.IncorrectKeyMaterialException;
import dev.virga.api.kms.InvalidImportTokenException;
import dev.virga.kernel.crypto.Seal;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Key material that comes from outside, wrapped. The wrapping key's private half is in the import
/// token, sealed: nothing is kept for an import that never comes.
///
/// https://docs.aws.amazon.com/kms/latest/developerguide/importing-keys.html
final class Imports {
    private static final int FORMAT = 1;
    static final int FIRST = 1;
    private static final Duration TOKEN_LIFE = Duration.ofHours(24);
    private static final Duration LONGEST_LIFE = Duration.ofDays(365);
    private static final String EXPIRES = "KEY_MATERIAL_EXPIRES";
    private static final Set<String> OAEP = Set.of("RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256");
    private static final Set<String> KEY_WRAP = Set.of("RSA_AES_KEY_WRAP_SHA_1", "RSA_AES_KEY_WRAP_SHA_256");

    /// @param publicKey X.509
    record Parameters(byte[] token, byte[] publicKey, Instant validTo) {}

    private final Seal seal;
    private final KeyPairs pairs;

    Imports(Seal seal, KeyPairs pairs) {
        this.seal = seal;
        this.pairs = pairs;
    }

    /// @throws dev.virga.wire.AwsException UnsupportedOperationException, KMSInvalidStateException
    static void check(KmsKey key) {
        if (key.origin() != KmsKey.Origin.EXTERNAL) {
            throw KmsErrors.unsupported(key, "origin is " + key.origin() + " which is not valid for this operation.");
        }
        Uses.notPendingDeletion(key);
    }

    static String model(@Nullable String given) {
        return given == null ? EXPIRES : given;
    }

    private static String context(KmsKey key) {
        return "import token/" + key.arn();
    }

    Parameters parameters(KmsKey key, String algorithm, String wrappingSpec, Instant now) {
        KeySpec spec = KeySpec.find(wrappingSpec);
        if (spec == null || (!OAEP.contains(algorithm) && !KEY_WRAP.contains(algorithm))) {
            throw KmsErrors.unsupported(
                    "WrappingAlgorithm " + algorithm + " with WrappingKeySpec " + wrappingSpec + " is not supported.");
        }
        if (key.spec().isAsymmetric() && key.spec().family() == KeySpec.Family.RSA && OAEP.contains(algorithm)) {
            throw KmsErrors.unsupported("WrappingAlgorithm " + algorithm + " cannot wrap RSA key material.");
        }
        KeyPairs.Pair pair = pairs.generate(spec);
        Instant validTo = now.plus(TOKEN_LIFE);
        byte[] row = new RowWriter(FORMAT)
                .string(algorithm)
                .varint(validTo.toEpochMilli())
                .bytes(pair.secret())
                .toBytes();
        byte[] token = seal.seal(row, context(key));
        Arrays.fill(row, (byte) 0);
        Arrays.fill(pair.secret(), (byte) 0);
        return new Parameters(token, pair.publicKey(), validTo);
    }

    Material bring(Parts kms, KmsKey known, ImportKeyMaterialRequest input, Instant now) {
        Long validTo = validTo(input, now);
        byte[] secret = unwrap(known, input, now);
        byte[] publicKey = null;
        if (known.spec().isAsymmetric()) {
            KeyPairs.Pair pair = pairs.imported(known.spec(), secret);
            Arrays.fill(secret, (byte) 0);
            if (pair == null) {
                throw incorrect(known);
            }
            secret = pair.secret();
            publicKey = pair.publicKey();
        } else if (secret.length != known.spec().size() / 8) {
            throw incorrect(known);
        }
        checkSame(kms, known, input, Materials.id(known, secret));
        Material made = kms.materials().of(known, FIRST, now.toEpochMilli(), null, secret, publicKey);
        Material material = new Material(
                FIRST,
                made.id(),
                made.createdMillis(),
                null,
                made.secret(),
                publicKey,
                validTo,
                input.keyMaterialDescription());
        kms.table().changeWith(known, key -> {
            Uses.notPendingDeletion(key);
            List<Store.Write> writes = new ArrayList<>();
            writes.add(kms.table().put(key, material));
            if (validTo != null) {
                writes.add(kms.lifecycle().expiry(key, validTo));
            }
            KmsKey with = key.withMaterial(FIRST);
            boolean waited = key.state() == KeyState.PENDING_IMPORT;
            return new KeyTable.Change(waited ? with.withState(KeyState.ENABLED) : with, List.of(), writes);
        });
        return material;
    }

    /// What was imported once is what may be imported again, into replicas too.
    private static void checkSame(Parts kms, KmsKey key, ImportKeyMaterialRequest input, String id) {
        List<KmsKey> all = new ArrayList<>();
        all.add(key);
        Replicas.siblings(kms.table(), key).forEach(sibling -> all.add(sibling.key()));
        boolean another =
                input.keyMaterialId() != null && !input.keyMaterialId().equals(id);
        boolean there = false;
        for (KmsKey each : all) {
            Material before = kms.table().findMaterial(each, FIRST);
            there |= before != null;
            another |= before != null && !before.id().equals(id);
        }
        if ("NEW_KEY_MATERIAL".equals(input.importType()) && there) {
            throw KmsErrors.notImplemented("ImportKeyMaterial of a second key material");
        }
        if (another) {
            throw incorrect(key);
        }
    }

    private static RuntimeException incorrect(KmsKey key) {
        return new IncorrectKeyMaterialException("The key material in the request is not the expected one for a "
                + key.spec() + " key, or not the one that was imported before.");
    }

    private static @Nullable Long validTo(ImportKeyMaterialRequest input, Instant now) {
        boolean expires = model(input.expirationModel()).equals(EXPIRES);
        Instant validTo = input.validTo();
        if (expires != (validTo != null)) {
            throw KmsErrors.validation(
                    expires
                            ? "A validTo date must be set if the ExpirationModel is KEY_MATERIAL_EXPIRES"
                            : "A validTo date must not be set if the ExpirationModel is KEY_MATERIAL_DOES_NOT_EXPIRE");
        }
        if (validTo == null) {
            return null;
        }
        if (!validTo.isAfter(now) || validTo.isAfter(now.plus(LONGEST_LIFE))) {
            throw KmsErrors.validation("ValidTo must be in the future, at most 365 days from now.");
        }
        return validTo.toEpochMilli();
    }

    private byte[] unwrap(KmsKey key, ImportKeyMaterialRequest input, Instant now) {
        RowReader row;
        try {
            row = new RowReader(seal.open(input.importToken(), context(key))).upTo(FORMAT);
        } catch (IllegalStateException e) {
            throw new InvalidImportTokenException("The import token is not valid for this key.");
        }
        String algorithm = row.string();
        if (row.varint() <= now.toEpochMilli()) {
            throw new ExpiredImportTokenException("The import token is expired.");
        }
        byte[] pkcs8 = row.bytes();
        try {
            byte[] secret = unwrap(pkcs8, algorithm, input.encryptedKeyMaterial());
            if (secret != null) {
                return secret;
            }
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw KmsErrors.invalidCiphertext();
        } finally {
            Arrays.fill(pkcs8, (byte) 0);
        }
        throw KmsErrors.invalidCiphertext();
    }

    private static byte @Nullable [] unwrap(byte[] pkcs8, String algorithm, byte[] wrapped)
            throws GeneralSecurityException {
        java.security.PrivateKey key = KeyPairs.privateKey("RSA", pkcs8);
        if (OAEP.contains(algorithm)) {
            return RsaMaterial.oaep(Cipher.DECRYPT_MODE, key, algorithm, wrapped);
        }
        if (!(key instanceof java.security.interfaces.RSAPrivateKey rsa)) {
            return null;
        }
        // The AES key by OAEP, then the material by AES key wrap with padding (RFC 5649).
        int length = rsa.getModulus().bitLength() / 8;
        if (wrapped.length <= length) {
            return null;
        }
        byte[] aes = RsaMaterial.oaep(Cipher.DECRYPT_MODE, key, algorithm, Arrays.copyOf(wrapped, length));
        if (aes == null) {
            return null;
        }
        Cipher cipher = Cipher.getInstance("AES/KWP/NoPadding");
        cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec(aes, "AES"));
        Arrays.fill(aes, (byte) 0);
        return cipher.doFinal(wrapped, length, wrapped.length - length);
    }

    @Nullable
    Material delete(Parts kms, KmsKey key, @Nullable String materialId) {
        Material material = kms.table().findMaterial(key, FIRST);
        if (materialId != null && (material == null || !material.id().equals(materialId))) {
            throw KmsErrors.validation("There is no key material " + materialId + ".");
        }
        if (material == null || material.secret() == null) {
            return material;
        }
        kms.lifecycle().removeSecret(key, there -> there.id().equals(material.id()), List.of());
        return material;
    }
}
