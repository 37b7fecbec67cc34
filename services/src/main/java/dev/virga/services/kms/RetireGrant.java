package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.RetireGrantRequest;
import dev.virga.api.kms.RetireGrantResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a grant up. Its retiring principal may, its grantee when the grant says so, and whoever
/// the key's policy allows.
final class RetireGrant implements Operation<RetireGrantRequest, RetireGrantResponse> {
    private final Parts kms;

    RetireGrant(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<RetireGrantRequest, RetireGrantResponse> op() {
        return KmsOps.RetireGrant;
    }

    @Override
    public List<Access> access(RetireGrantRequest input, Call call) {
        Keys.Named named = Grants.keyToRetire(kms, input, call);
        KmsKey key = named.found();
        Grant grant = key == null ? null : kms.grants().find(key, Grants.nameToRetire(kms, input));
        if (grant != null && Permissions.names(call.caller()).contains(String.valueOf(grant.retiring()))) {
            return List.of();
        }
        String id = grant == null ? "" : grant.id();
        return List.of(kms.permissions()
                .one(
                        named,
                        "RetireGrant",
                        call,
                        Conditions.of(named, call),
                        one -> one.id().equals(id) && one.operations().contains("RetireGrant")));
    }

    @Override
    public RetireGrantResponse handle(RetireGrantRequest input, Call call) {
        KmsKey key = Grants.keyToRetire(kms, input, call).key();
        String id = Grants.idToRetire(kms, input);
        Grant grant = kms.grants().find(key, id);
        if (grant == null) {
            throw KmsErrors.grantDoesNotExist(id);
        }
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        kms.grants().delete(key, grant);
        return RetireGrantResponse.builder().build();
    }
}
