package dev.virga.services.s3;

import dev.virga.api.kms.DecryptRequest;
import dev.virga.api.kms.GenerateDataKeyRequest;
import dev.virga.api.kms.GenerateDataKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import java.util.Map;

/// Data keys that KMS makes and opens for the client: the key's policy decides, and its state.
final class KmsKeys {
    private final Cloud cloud;

    KmsKeys(Cloud cloud) {
        this.cloud = cloud;
    }

    /// @param plain to be used once
    record DataKey(String keyArn, byte[] plain, byte[] wrapped) {}

    /// @param region of the bucket, where its keys are
    DataKey make(Call call, String region, String keyId, Map<String, String> context) {
        try {
            GenerateDataKeyResponse made = cloud.call(
                    call.via("s3").in(region),
                    KmsOps.GenerateDataKey,
                    GenerateDataKeyRequest.builder()
                            .keyId(keyId)
                            .keySpec("AES_256")
                            .encryptionContext(context)
                            .build());
            return new DataKey(made.keyId(), made.plaintext(), made.ciphertextBlob());
        } catch (AwsException e) {
            throw failure(e);
        }
    }

    byte[] open(Call call, String region, Map<String, String> context, byte[] wrapped) {
        try {
            return cloud.call(
                            call.via("s3").in(region),
                            KmsOps.Decrypt,
                            DecryptRequest.builder()
                                    .ciphertextBlob(wrapped)
                                    .encryptionContext(context)
                                    .build())
                    .plaintext();
        } catch (AwsException e) {
            throw failure(e);
        }
    }

    /// As S3 passes it on.
    private static AwsException failure(AwsException e) {
        return switch (e.code()) {
            case "AccessDeniedException" -> new AwsException("AccessDenied", 403, e.getMessage());
            case "NotImplemented" -> e;
            default -> new AwsException("KMS." + e.code(), 400, e.getMessage());
        };
    }
}
