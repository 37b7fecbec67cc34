package dev.virga.services.kms;

import dev.virga.api.kms.DecryptRequest;
import dev.virga.api.kms.DecryptResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Decrypts what Encrypt, ReEncrypt or GenerateDataKey made. A ciphertext of a symmetric key names
/// its key itself.
final class Decrypt implements Operation<DecryptRequest, DecryptResponse> {
    private final Parts kms;

    Decrypt(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DecryptRequest, DecryptResponse> op() {
        return KmsOps.Decrypt;
    }

    @Override
    public List<Access> access(DecryptRequest input, Call call) {
        Keys.Named named = kms.encryption().keyOf(input, call, input.keyId(), input.ciphertextBlob(), algorithm(input));
        Conditions conditions = Conditions.of(named, call)
                .encryptionContext(input.encryptionContext())
                .and("kms:EncryptionAlgorithm", algorithm(input));
        return kms.permissions().on(named, "Decrypt", call, conditions);
    }

    @Override
    public DecryptResponse handle(DecryptRequest input, Call call) {
        kms.tokens().check(input.grantTokens());
        String algorithm = algorithm(input);
        KmsKey key = kms.encryption().authorized(input, call, input.keyId(), input.ciphertextBlob(), algorithm);
        Uses.check(key, KeyUsage.ENCRYPT_DECRYPT, "Decrypt");
        Uses.checkEncryption(key, algorithm);
        if (input.recipient() != null) {
            throw KmsErrors.notImplemented("Decrypt with Recipient");
        }
        if (input.dryRunModifiers() != null && !input.dryRunModifiers().isEmpty()) {
            throw KmsErrors.notImplemented("Decrypt with DryRunModifiers");
        }
        Encryption.Decrypted opened =
                kms.encryption().decrypt(key, algorithm, input.ciphertextBlob(), input.encryptionContext());
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        return DecryptResponse.builder()
                .keyId(key.arn())
                .plaintext(opened.plaintext())
                .encryptionAlgorithm(algorithm)
                .keyMaterialId(key.isSymmetric() ? opened.material().id() : null)
                .build();
    }

    private static String algorithm(DecryptRequest input) {
        return input.encryptionAlgorithm() == null ? Encryption.SYMMETRIC : input.encryptionAlgorithm();
    }
}
