package dev.virga.services.kms;

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
}
