package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.UpdateKeyDescriptionRequest;
import dev.virga.api.kms.UpdateKeyDescriptionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Replaces the description.
final class UpdateKeyDescription implements Operation<UpdateKeyDescriptionRequest, UpdateKeyDescriptionResponse> {
    private final Parts kms;

    UpdateKeyDescription(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<UpdateKeyDescriptionRequest, UpdateKeyDescriptionResponse> op() {
        return KmsOps.UpdateKeyDescription;
    }

    @Override
    public List<Access> access(UpdateKeyDescriptionRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "UpdateKeyDescription", call);
    }

    @Override
    public UpdateKeyDescriptionResponse handle(UpdateKeyDescriptionRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.table().change(key, now -> {
            Uses.notPendingDeletion(now);
            return now.withDescription(input.description());
        });
        return UpdateKeyDescriptionResponse.builder().build();
    }
}
