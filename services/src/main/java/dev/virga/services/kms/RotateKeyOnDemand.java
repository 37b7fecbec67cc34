package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.RotateKeyOnDemandRequest;
import dev.virga.api.kms.RotateKeyOnDemandResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes new material now. The automatic rotation goes on as it was.
final class RotateKeyOnDemand implements Operation<RotateKeyOnDemandRequest, RotateKeyOnDemandResponse> {
    private final Parts kms;

    RotateKeyOnDemand(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<RotateKeyOnDemandRequest, RotateKeyOnDemandResponse> op() {
        return KmsOps.RotateKeyOnDemand;
    }

    @Override
    public List<Access> access(RotateKeyOnDemandRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "RotateKeyOnDemand", call);
    }

    @Override
    public RotateKeyOnDemandResponse handle(RotateKeyOnDemandRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.lifecycle().rotateOnDemand(key, call.time());
        return RotateKeyOnDemandResponse.builder().keyId(key.arn()).build();
    }
}
