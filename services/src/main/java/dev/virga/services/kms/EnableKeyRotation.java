package dev.virga.services.kms;

import dev.virga.api.kms.EnableKeyRotationRequest;
import dev.virga.api.kms.EnableKeyRotationResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes new material from time to time. What was encrypted before still opens.
final class EnableKeyRotation implements Operation<EnableKeyRotationRequest, EnableKeyRotationResponse> {
    private final Parts kms;

    EnableKeyRotation(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<EnableKeyRotationRequest, EnableKeyRotationResponse> op() {
        return KmsOps.EnableKeyRotation;
    }

    @Override
    public List<Access> access(EnableKeyRotationRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions =
                Conditions.of(named, call).and("kms:RotationPeriodInDays", input.rotationPeriodInDays());
        return kms.permissions().on(named, "EnableKeyRotation", call, conditions);
    }

    @Override
    public EnableKeyRotationResponse handle(EnableKeyRotationRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.lifecycle().enableRotation(key, input.rotationPeriodInDays(), call.time());
        return EnableKeyRotationResponse.builder().build();
    }
}
