package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.UpdatePrimaryRegionRequest;
import dev.virga.api.kms.UpdatePrimaryRegionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a replica the primary key, and the primary key a replica.
final class UpdatePrimaryRegion implements Operation<UpdatePrimaryRegionRequest, UpdatePrimaryRegionResponse> {
    private final Parts kms;

    UpdatePrimaryRegion(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<UpdatePrimaryRegionRequest, UpdatePrimaryRegionResponse> op() {
        return KmsOps.UpdatePrimaryRegion;
    }

    @Override
    public List<Access> access(UpdatePrimaryRegionRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call).and("kms:PrimaryRegion", input.primaryRegion());
        return kms.permissions().on(named, "UpdatePrimaryRegion", call, conditions);
    }

    @Override
    public UpdatePrimaryRegionResponse handle(UpdatePrimaryRegionRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Replicas.movePrimary(kms, key, input.primaryRegion());
        return UpdatePrimaryRegionResponse.builder().build();
    }
}
