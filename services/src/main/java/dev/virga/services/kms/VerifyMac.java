package dev.virga.services.kms;

import dev.virga.api.kms.KMSInvalidMacException;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.VerifyMacRequest;
import dev.virga.api.kms.VerifyMacResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Checks an HMAC. A wrong one is an error, not an answer.
final class VerifyMac implements Operation<VerifyMacRequest, VerifyMacResponse> {
    private final Parts kms;

    VerifyMac(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<VerifyMacRequest, VerifyMacResponse> op() {
        return KmsOps.VerifyMac;
    }

    @Override
    public List<Access> access(VerifyMacRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call).and("kms:MacAlgorithm", input.macAlgorithm());
        return kms.permissions().on(named, "VerifyMac", call, conditions);
    }

    @Override
    public VerifyMacResponse handle(VerifyMacRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        Uses.check(key, KeyUsage.GENERATE_VERIFY_MAC, "VerifyMac");
        Uses.checkMac(key, input.macAlgorithm());
        HmacMaterial material = Uses.hmac(kms.materials().current(key));
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        if (!material.verify(input.macAlgorithm(), input.message(), input.mac())) {
            throw new KMSInvalidMacException("");
        }
        return VerifyMacResponse.builder()
                .keyId(key.arn())
                .macValid(true)
                .macAlgorithm(input.macAlgorithm())
                .build();
    }
}
