package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.SignRequest;
import dev.virga.api.kms.SignResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Signs a message or its digest.
final class Sign implements Operation<SignRequest, SignResponse> {
    private final Parts kms;

    Sign(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<SignRequest, SignResponse> op() {
        return KmsOps.Sign;
    }

    @Override
    public List<Access> access(SignRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:SigningAlgorithm", input.signingAlgorithm())
                .and("kms:MessageType", MessageType.of(input.messageType()));
        return kms.permissions().on(named, "Sign", call, conditions);
    }

    @Override
    public SignResponse handle(SignRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        Uses.check(key, KeyUsage.SIGN_VERIFY, "Sign");
        Uses.checkSigning(key, input.signingAlgorithm());
        Signer signer = Uses.signer(kms.materials().current(key));
        MessageType type = MessageType.of(input.messageType());
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        return SignResponse.builder()
                .keyId(key.arn())
                .signature(signer.sign(input.signingAlgorithm(), input.message(), type))
                .signingAlgorithm(input.signingAlgorithm())
                .build();
    }
}
