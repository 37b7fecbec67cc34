package dev.virga.services.kms;

import dev.virga.api.kms.GenerateMacRequest;
import dev.virga.api.kms.GenerateMacResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The HMAC of a message.
final class GenerateMac implements Operation<GenerateMacRequest, GenerateMacResponse> {
    private final Parts kms;

    GenerateMac(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GenerateMacRequest, GenerateMacResponse> op() {
        return KmsOps.GenerateMac;
    }

    @Override
    public List<Access> access(GenerateMacRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call).and("kms:MacAlgorithm", input.macAlgorithm());
        return kms.permissions().on(named, "GenerateMac", call, conditions);
    }

    @Override
    public GenerateMacResponse handle(GenerateMacRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        Uses.check(key, KeyUsage.GENERATE_VERIFY_MAC, "GenerateMac");
        Uses.checkMac(key, input.macAlgorithm());
        HmacMaterial material = Uses.hmac(kms.materials().current(key));
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        return GenerateMacResponse.builder()
                .mac(material.mac(input.macAlgorithm(), input.message()))
                .macAlgorithm(input.macAlgorithm())
                .keyId(key.arn())
                .build();
    }
}
