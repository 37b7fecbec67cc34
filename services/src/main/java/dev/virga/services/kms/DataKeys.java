package dev.virga.services.kms;

import org.jspecify.annotations.Nullable;

/// How long the data keys of GenerateDataKey are.
final class DataKeys {
    private static final int AES_256_BYTES = 32;
    private static final int AES_128_BYTES = 16;

    private DataKeys() {}

    /// @throws dev.virga.wire.AwsException ValidationException
    static int bytes(@Nullable String keySpec, @Nullable Integer numberOfBytes) {
        if ((keySpec == null) == (numberOfBytes == null)) {
            throw KmsErrors.validation("Please specify either number of bytes or key spec.");
        }
        if (numberOfBytes != null) {
            return numberOfBytes;
        }
        return "AES_128".equals(keySpec) ? AES_128_BYTES : AES_256_BYTES;
    }
}
