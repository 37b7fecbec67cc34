package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyRequest;
import dev.virga.api.kms.GenerateDataKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A new key for use outside of KMS, and the same encrypted under a key that stays here.
final class GenerateDataKey implements Operation<GenerateDataKeyRequest, GenerateDataKeyResponse> {
    private final Parts kms;

    GenerateDataKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateDataKeyRequest, GenerateDataKeyResponse> op() {
        return KmsOps.GenerateDataKey;
    }

    @Override
    public List<Access> access(GenerateDataKeyRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(input.encryptionContext())
                .and("kms:EncryptionAlgorithm", Encryption.SYMMETRIC);
        return kms.permissions().on(named, "GenerateDataKey", call, conditions);
    }

    @Override
    public GenerateDataKeyResponse handle(GenerateDataKeyRequest input, Call call) {
        kms.tokens().check(input.grantTokens());
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, "GenerateDataKey");
        Uses.checkEncryption(key, Encryption.SYMMETRIC);
        int bytes = DataKeys.bytes(input.keySpec(), input.numberOfBytes());
        if (input.recipient() != null) {
            throw KmsErrors.notImplemented("GenerateDataKey with Recipient");
        }
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        byte[] plaintext = kms.encryption().random(bytes);
        Encryption.Encrypted sealed =
                kms.encryption().encrypt(key, Encryption.SYMMETRIC, plaintext, input.encryptionContext());
        return GenerateDataKeyResponse.builder()
                .ciphertextBlob(sealed.blob())
                .plaintext(plaintext)
                .keyId(key.arn())
                .keyMaterialId(sealed.material().id())
                .build();
    }
}
