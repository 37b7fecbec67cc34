package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ReEncryptRequest;
import dev.virga.api.kms.ReEncryptResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Decrypts with one key and encrypts with another; the plaintext never leaves.
final class ReEncrypt implements Operation<ReEncryptRequest, ReEncryptResponse> {
    private final Parts kms;

    ReEncrypt(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ReEncryptRequest, ReEncryptResponse> op() {
        return KmsOps.ReEncrypt;
    }

    @Override
    public List<Access> access(ReEncryptRequest input, Call call) {
        Keys.Named from = kms.encryption()
                .keyOf(
                        input,
                        call,
                        input.sourceKeyId(),
                        input.ciphertextBlob(),
                        algorithm(input.sourceEncryptionAlgorithm()));
        Keys.Named to = kms.keys().find(input, call, input.destinationKeyId());
        boolean same = from.arn().equals(to.arn());
        Conditions source = Conditions.of(from, call)
                .encryptionContext(input.sourceEncryptionContext())
                .and("kms:EncryptionAlgorithm", algorithm(input.sourceEncryptionAlgorithm()))
                .and("kms:ReEncryptOnSameKey", same);
        Conditions destination = Conditions.of(to, call)
                .encryptionContext(input.destinationEncryptionContext())
                .and("kms:EncryptionAlgorithm", algorithm(input.destinationEncryptionAlgorithm()))
                .and("kms:ReEncryptOnSameKey", same);
        return List.of(
                kms.permissions().one(from, "ReEncryptFrom", call, source),
                kms.permissions().one(to, "ReEncryptTo", call, destination));
    }

    @Override
    public ReEncryptResponse handle(ReEncryptRequest input, Call call) {
        kms.tokens().check(input.grantTokens());

        String sourceAlgorithm = algorithm(input.sourceEncryptionAlgorithm());
        String destinationAlgorithm = algorithm(input.destinationEncryptionAlgorithm());
        KmsKey from =
                kms.encryption().authorized(input, call, input.sourceKeyId(), input.ciphertextBlob(), sourceAlgorithm);
        KmsKey to = kms.keys().authorized(input, call, input.destinationKeyId());
        Uses.check(from, KeyUsage.ENCRYPT_DECRYPT, "ReEncrypt");
        Uses.check(to, KeyUsage.ENCRYPT_DECRYPT, "ReEncrypt");
        Uses.checkEncryption(from, sourceAlgorithm);
        Uses.checkEncryption(to, destinationAlgorithm);
        if (input.dryRunModifiers() != null && !input.dryRunModifiers().isEmpty()) {
            throw KmsErrors.notImplemented("ReEncrypt with DryRunModifiers");
        }
        Encryption.Decrypted opened = kms.encryption()
                .decrypt(from, sourceAlgorithm, input.ciphertextBlob(), input.sourceEncryptionContext());
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        Encryption.Encrypted sealed = kms.encryption()
                .encrypt(to, destinationAlgorithm, opened.plaintext(), input.destinationEncryptionContext());
        Arrays.fill(opened.plaintext(), (byte) 0);
        return ReEncryptResponse.builder()
                .ciphertextBlob(sealed.blob())
                .sourceKeyId(from.arn())
                .keyId(to.arn())
                .sourceEncryptionAlgorithm(sourceAlgorithm)
                .destinationEncryptionAlgorithm(destinationAlgorithm)
                .sourceKeyMaterialId(from.isSymmetric() ? opened.material().id() : null)
                .destinationKeyMaterialId(to.isSymmetric() ? sealed.material().id() : null)
                .build();
    }

    private static String algorithm(@Nullable String given) {
        return given == null ? Encryption.SYMMETRIC : given;
    }
}
