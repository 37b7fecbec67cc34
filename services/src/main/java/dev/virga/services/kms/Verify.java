package dev.virga.services.kms;

import dev.virga.api.kms.KMSInvalidSignatureException;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.VerifyRequest;
import dev.virga.api.kms.VerifyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Checks a signature. A wrong one is an error, not an answer.
final class Verify implements Operation<VerifyRequest, VerifyResponse> {
    private final Parts kms;

    Verify(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<VerifyRequest, VerifyResponse> op() {
        return KmsOps.Verify;
    }

    @Override
    public List<Access> access(VerifyRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:SigningAlgorithm", input.signingAlgorithm())
                .and("kms:MessageType", MessageType.of(input.messageType()));
        return kms.permissions().on(named, "Verify", call, conditions);
    }

    @Override
    public VerifyResponse handle(VerifyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        Uses.check(key, KeyUsage.SIGN_VERIFY, "Verify");
        Uses.checkSigning(key, input.signingAlgorithm());
        Signer signer = Uses.signer(kms.materials().current(key));
        MessageType type = MessageType.of(input.messageType());
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        if (!signer.verify(input.signingAlgorithm(), input.message(), type, input.signature())) {
            throw new KMSInvalidSignatureException("");
        }
        return VerifyResponse.builder()
                .keyId(key.arn())
                .signatureValid(true)
                .signingAlgorithm(input.signingAlgorithm())
                .build();
    }
}
