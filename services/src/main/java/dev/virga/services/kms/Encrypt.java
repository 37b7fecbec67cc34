package dev.virga.services.kms;

import dev.virga.api.kms.EncryptRequest;
import dev.virga.api.kms.EncryptResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Encrypts up to 4096 bytes.
final class Encrypt implements Operation<EncryptRequest, EncryptResponse> {
    private final Parts kms;

    Encrypt(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<EncryptRequest, EncryptResponse> op() {
        return KmsOps.Encrypt;
    }

    @Override
    public List<Access> access(EncryptRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(input.encryptionContext())
                .and("kms:EncryptionAlgorithm", algorithm(input));
        return kms.permissions().on(named, "Encrypt", call, conditions);
    }

    @Override
    public EncryptResponse handle(EncryptRequest input, Call call) {
        kms.tokens().check(input.grantTokens());
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, "Encrypt");
        String algorithm = algorithm(input);
        Uses.checkEncryption(key, algorithm);
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        return EncryptResponse.builder()
                .ciphertextBlob(kms.encryption()
                        .encrypt(key, algorithm, input.plaintext(), input.encryptionContext())
                        .blob())
                .keyId(key.arn())
                .encryptionAlgorithm(algorithm)
                .build();
    }

    private static String algorithm(EncryptRequest input) {
        return input.encryptionAlgorithm() == null ? Encryption.SYMMETRIC : input.encryptionAlgorithm();
    }
}
