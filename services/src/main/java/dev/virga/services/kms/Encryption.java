package dev.virga.services.kms;

import dev.virga.kernel.Call;
import dev.virga.wire.Struct;
import java.security.SecureRandom;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Encrypts and decrypts with a key, whatever its kind. Any thread may call it.
final class Encryption {
    static final String SYMMETRIC = "SYMMETRIC_DEFAULT";

    /// @param material which encrypted it
    record Encrypted(byte[] blob, Materials.Opened material) {}

    /// @param material which decrypted it
    record Decrypted(byte[] plaintext, Materials.Opened material) {}

    private final Keys keys;
    private final Materials materials;
    private final SecureRandom random;

    Encryption(Keys keys, Materials materials, SecureRandom random) {
        this.keys = keys;
        this.materials = materials;
        this.random = random;
    }

    byte[] random(int count) {
        byte[] bytes = new byte[count];
        random.nextBytes(bytes);
        return bytes;
    }

    /// For `access`: the key that is to decrypt.
    ///
    /// @throws dev.virga.wire.AwsException when nothing says which it is, or it is another
    Keys.Named keyOf(Struct input, Call call, @Nullable String keyId, byte @Nullable [] blob, String algorithm) {
        if (blob == null) {
            throw KmsErrors.validation("You must specify a CiphertextBlob.");
        }
        if (!algorithm.equals(SYMMETRIC)) {
            if (keyId == null) {
                throw KmsErrors.validation(
                        "You must specify a KeyId when the ciphertext was encrypted under an asymmetric KMS key.");
            }
            return keys.find(input, call, keyId);
        }
        Keys.Named named = keyId == null ? null : keys.find(input, call, keyId);
        Ciphertext ciphertext = Ciphertext.parse(blob);
        KmsKey given = named == null ? null : named.found();
        if (named != null && (given == null || !given.isSymmetric())) {
            return named;
        }
        if (ciphertext == null) {
            throw KmsErrors.invalidCiphertext();
        }
        if (named != null) {
            KmsKey key = named.key();
            if (!key.id().equals(ciphertext.keyId()) || !key.account().equals(ciphertext.account())) {
                throw KmsErrors.incorrectKey();
            }
            return named;
        }
        KmsKey key = keys.ofCiphertext(ciphertext, call);
        if (key == null) {
            throw KmsErrors.inaccessibleKeyOfCiphertext();
        }
        return Keys.Named.of(key);
    }

    /// For `handle`: the same key. A ciphertext cannot come to mean another one meanwhile.
    KmsKey authorized(Struct input, Call call, @Nullable String keyId, byte[] blob, String algorithm) {
        return keyId == null ? keyOf(input, call, null, blob, algorithm).key() : keys.authorized(input, call, keyId);
    }

    Encrypted encrypt(KmsKey key, String algorithm, byte[] plaintext, @Nullable Map<String, String> context) {
        Map<String, String> bound = EncryptionContext.checked(context, key);
        Materials.Opened current = materials.current(key);
        byte[] blob =
                switch (current.secret()) {
                    case SymmetricMaterial secret ->
                        Ciphertext.seal(key, current.number(), secret, plaintext, EncryptionContext.bytes(bound));
                    case RsaMaterial secret -> secret.encrypt(key, algorithm, plaintext);
                    case EcMaterial no -> throw KmsErrors.wrongAlgorithm(key, algorithm);
                    case KoblitzMaterial no -> throw KmsErrors.wrongAlgorithm(key, algorithm);
                    case EdwardsMaterial no -> throw KmsErrors.wrongAlgorithm(key, algorithm);
                    case MlDsaMaterial no -> throw KmsErrors.wrongAlgorithm(key, algorithm);
                    case HmacMaterial no -> throw KmsErrors.wrongAlgorithm(key, algorithm);
                };
        return new Encrypted(blob, current);
    }

    /// @throws dev.virga.wire.AwsException InvalidCiphertextException
    Decrypted decrypt(KmsKey key, String algorithm, byte[] blob, @Nullable Map<String, String> context) {
        Map<String, String> bound = EncryptionContext.checked(context, key);
        if (!key.isSymmetric()) {
            return decryptRsa(key, algorithm, blob);
        }
        Ciphertext ciphertext = Ciphertext.parse(blob);
        if (ciphertext == null) {
            throw KmsErrors.invalidCiphertext();
        }
        Materials.Opened material = materials.find(key, ciphertext.material());
        if (material == null || !(material.secret() instanceof SymmetricMaterial secret)) {
            throw KmsErrors.invalidCiphertext();
        }
        byte[] plaintext = ciphertext.open(secret, EncryptionContext.bytes(bound));
        if (plaintext == null) {
            throw KmsErrors.invalidCiphertext();
        }
        return new Decrypted(plaintext, material);
    }

    private Decrypted decryptRsa(KmsKey key, String algorithm, byte[] blob) {
        Materials.Opened material = materials.current(key);
        byte[] plaintext = material.secret() instanceof RsaMaterial secret ? secret.decrypt(algorithm, blob) : null;
        if (plaintext == null) {
            throw KmsErrors.invalidCiphertext();
        }
        return new Decrypted(plaintext, material);
    }
}
