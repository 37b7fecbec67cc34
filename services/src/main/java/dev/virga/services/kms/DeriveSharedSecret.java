package dev.virga.services.kms;

import dev.virga.api.kms.DeriveSharedSecretRequest;
import dev.virga.api.kms.DeriveSharedSecretResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// ECDH with somebody else's public key.
final class DeriveSharedSecret implements Operation<DeriveSharedSecretRequest, DeriveSharedSecretResponse> {
    private final Parts kms;

    DeriveSharedSecret(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DeriveSharedSecretRequest, DeriveSharedSecretResponse> op() {
        return KmsOps.DeriveSharedSecret;
    }

    @Override
    public List<Access> access(DeriveSharedSecretRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions =
                Conditions.of(named, call).and("kms:KeyAgreementAlgorithm", input.keyAgreementAlgorithm());
        return kms.permissions().on(named, "DeriveSharedSecret", call, conditions);
    }

    @Override
    public DeriveSharedSecretResponse handle(DeriveSharedSecretRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        Uses.check(key, KeyUsage.KEY_AGREEMENT, "DeriveSharedSecret");
        if (input.recipient() != null) {
            throw KmsErrors.notImplemented("DeriveSharedSecret with Recipient");
        }
        if (!(kms.materials().current(key).secret() instanceof EcMaterial material)) {
            throw KmsErrors.wrongAlgorithm(key, input.keyAgreementAlgorithm());
        }
        byte[] secret = material.derive(input.publicKey());
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        return DeriveSharedSecretResponse.builder()
                .keyId(key.arn())
                .sharedSecret(secret)
                .keyAgreementAlgorithm(input.keyAgreementAlgorithm())
                .keyOrigin(key.origin().name())
                .build();
    }
}
