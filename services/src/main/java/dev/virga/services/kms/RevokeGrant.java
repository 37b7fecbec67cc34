package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.RevokeGrantRequest;
import dev.virga.api.kms.RevokeGrantResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes a grant back.
final class RevokeGrant implements Operation<RevokeGrantRequest, RevokeGrantResponse> {
    private final Parts kms;

    RevokeGrant(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<RevokeGrantRequest, RevokeGrantResponse> op() {
        return KmsOps.RevokeGrant;
    }

    @Override
    public List<Access> access(RevokeGrantRequest input, Call call) {
        Keys.Named named = kms.keys().findWithoutAlias(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:GrantIsForAWSResource", !call.via().isEmpty());
        return kms.permissions().on(named, "RevokeGrant", call, conditions);
    }

    @Override
    public RevokeGrantResponse handle(RevokeGrantRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Grant grant = kms.grants().find(key, input.grantId());
        if (grant == null) {
            throw KmsErrors.grantDoesNotExist(input.grantId());
        }
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        kms.grants().delete(key, grant);
        return RevokeGrantResponse.builder().build();
    }
}
