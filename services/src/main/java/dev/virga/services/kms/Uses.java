package dev.virga.services.kms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Whether a key can do what is asked of it now.
final class Uses {
    private Uses() {}

    /// @throws dev.virga.wire.AwsException DisabledException, KMSInvalidStateException,
    ///     InvalidKeyUsageException
    static void check(KmsKey key, KeyUsage wanted, String operation) {
        switch (key.state()) {
            case ENABLED -> {}
            case DISABLED -> throw KmsErrors.disabled(key.arn());
            case PENDING_DELETION, PENDING_REPLICA_DELETION, PENDING_IMPORT -> throw KmsErrors.invalidState(key);
        }
        if (key.usage() != wanted) {
            throw KmsErrors.wrongUsage(key, operation);
        }
    }

    /// @throws dev.virga.wire.AwsException InvalidKeyUsageException
    static void checkEncryption(KmsKey key, String algorithm) {
        if (!key.spec().encryptionAlgorithms(key.usage()).contains(algorithm)) {
            throw KmsErrors.wrongAlgorithm(key, algorithm);
        }
    }

    /// @throws dev.virga.wire.AwsException InvalidKeyUsageException
    static void checkSigning(KmsKey key, String algorithm) {
        if (!key.spec().signingAlgorithms(key.usage()).contains(algorithm)) {
            throw KmsErrors.wrongAlgorithm(key, algorithm);
        }
    }

    /// @throws dev.virga.wire.AwsException InvalidKeyUsageException
    static void checkMac(KmsKey key, String algorithm) {
        if (!key.spec().macAlgorithms(key.usage()).contains(algorithm)) {
            throw KmsErrors.wrongAlgorithm(key, algorithm);
        }
    }

    /// For changes of a key that is on its way out.
    ///
    /// @throws dev.virga.wire.AwsException KMSInvalidStateException
    static void notPendingDeletion(KmsKey key) {
        if (key.state() == KeyState.PENDING_DELETION || key.state() == KeyState.PENDING_REPLICA_DELETION) {
            throw KmsErrors.invalidState(key);
        }
    }

    static Signer signer(Materials.Opened material) {
        if (material.secret() instanceof Signer signer) {
            return signer;
        }
        throw new IllegalStateException("the material does not sign");
    }

    static HmacMaterial hmac(Materials.Opened material) {
        if (material.secret() instanceof HmacMaterial hmac) {
            return hmac;
        }
        throw new IllegalStateException("the material makes no HMAC");
    }

    /// Answers leave out what is empty.
    static @Nullable List<String> orNull(List<String> list) {
        return list.isEmpty() ? null : list;
    }
}
