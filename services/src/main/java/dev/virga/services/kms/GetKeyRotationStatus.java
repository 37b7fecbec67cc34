package dev.virga.services.kms;

import dev.virga.api.kms.GetKeyRotationStatusRequest;
import dev.virga.api.kms.GetKeyRotationStatusResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Shows whether and when there will be new material.
final class GetKeyRotationStatus implements Operation<GetKeyRotationStatusRequest, GetKeyRotationStatusResponse> {
    private final Parts kms;

    GetKeyRotationStatus(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GetKeyRotationStatusRequest, GetKeyRotationStatusResponse> op() {
        return KmsOps.GetKeyRotationStatus;
    }

    @Override
    public List<Access> access(GetKeyRotationStatusRequest input, Call call) {
        Keys.Named named = kms.keys().findWithoutAlias(input, call, input.keyId());
        return kms.permissions().on(named, "GetKeyRotationStatus", call);
    }

    @Override
    public GetKeyRotationStatusResponse handle(GetKeyRotationStatusRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Lifecycle.checkRotation(key);
        KmsKey.Rotation rotation = key.rotation();
        boolean on = rotation.periodDays() != null;
        boolean leaving = key.deletion() != null;
        return GetKeyRotationStatusResponse.builder()
                .keyId(key.arn())
                .keyRotationEnabled(on && !leaving)
                .rotationPeriodInDays(on && !leaving ? rotation.periodDays() : null)
                .nextRotationDate(on && !leaving ? Instant.ofEpochMilli(rotation.nextMillis()) : null)
                .build();
    }
}
