package dev.virga.services.kms;

import dev.virga.api.kms.DisableKeyRotationRequest;
import dev.virga.api.kms.DisableKeyRotationResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes no new material by itself any more.
final class DisableKeyRotation implements Operation<DisableKeyRotationRequest, DisableKeyRotationResponse> {
    private final Parts kms;

    DisableKeyRotation(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DisableKeyRotationRequest, DisableKeyRotationResponse> op() {
        return KmsOps.DisableKeyRotation;
    }

    @Override
    public List<Access> access(DisableKeyRotationRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "DisableKeyRotation", call);
    }

    @Override
    public DisableKeyRotationResponse handle(DisableKeyRotationRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.lifecycle().disableRotation(key);
        return DisableKeyRotationResponse.builder().build();
    }
}
