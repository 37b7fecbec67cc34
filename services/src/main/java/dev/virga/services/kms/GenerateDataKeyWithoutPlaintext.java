package dev.virga.services.kms;

import dev.virga.api.kms.GenerateDataKeyWithoutPlaintextRequest;
import dev.virga.api.kms.GenerateDataKeyWithoutPlaintextResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.Arrays;
import java.util.List;

/// A new key for use outside of KMS, encrypted: to be decrypted when it is needed.
final class GenerateDataKeyWithoutPlaintext
        implements Operation<GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse> {
    private final Parts kms;

    GenerateDataKeyWithoutPlaintext(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateDataKeyWithoutPlaintextRequest, GenerateDataKeyWithoutPlaintextResponse> op() {
        return KmsOps.GenerateDataKeyWithoutPlaintext;
    }

    @Override
    public List<Access> access(GenerateDataKeyWithoutPlaintextRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(input.encryptionContext())
                .and("kms:EncryptionAlgorithm", Encryption.SYMMETRIC);
        return kms.permissions().on(named, "GenerateDataKeyWithoutPlaintext", call, conditions);
    }

    @Override
    public GenerateDataKeyWithoutPlaintextResponse handle(GenerateDataKeyWithoutPlaintextRequest input, Call call) {
        kms.tokens().check(input.grantTokens());
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, "GenerateDataKeyWithoutPlaintext");
        Uses.checkEncryption(key, Encryption.SYMMETRIC);
        int bytes = DataKeys.bytes(input.keySpec(), input.numberOfBytes());
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        byte[] plaintext = kms.encryption().random(bytes);
        Encryption.Encrypted sealed =
                kms.encryption().encrypt(key, Encryption.SYMMETRIC, plaintext, input.encryptionContext());
        Arrays.fill(plaintext, (byte) 0);
        return GenerateDataKeyWithoutPlaintextResponse.builder()
                .ciphertextBlob(sealed.blob())
                .keyId(key.arn())
                .keyMaterialId(sealed.material().id())
                .build();
    }
}
