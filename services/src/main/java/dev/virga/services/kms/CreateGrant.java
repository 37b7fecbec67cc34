package dev.virga.services.kms;

import dev.virga.api.kms.CreateGrantRequest;
import dev.virga.api.kms.CreateGrantResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Lets one principal use a key, with or without conditions, until it is revoked or retired.
final class CreateGrant implements Operation<CreateGrantRequest, CreateGrantResponse> {
    private final Parts kms;

    CreateGrant(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<CreateGrantRequest, CreateGrantResponse> op() {
        return KmsOps.CreateGrant;
    }

    @Override
    public List<Access> access(CreateGrantRequest input, Call call) {
        Keys.Named named = kms.keys().findWithoutAlias(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .andAll("kms:GrantOperations", input.operations())
                .and("kms:GranteePrincipal", input.granteePrincipal())
                .and("kms:RetiringPrincipal", input.retiringPrincipal())
                .and("kms:GrantConstraintType", Grants.constraintType(input.constraints()))
                .and("kms:GrantIsForAWSResource", !call.via().isEmpty());
        Map<String, String> equal = Grants.equal(input.constraints());
        Map<String, String> subset = Grants.subset(input.constraints());
        return List.of(kms.permissions()
                .one(
                        named,
                        "CreateGrant",
                        call,
                        conditions,
                        grant -> grant.operations().contains("CreateGrant")
                                && grant.covers(input.operations(), equal, subset)));
    }

    @Override
    public CreateGrantResponse handle(CreateGrantRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        if (key.state() == KeyState.DISABLED) {
            throw KmsErrors.disabled(key.arn());
        }
        Uses.notPendingDeletion(key);
        Grant grant = Grants.of(input, key, call);
        if (Boolean.TRUE.equals(input.dryRun())) {
            throw KmsErrors.dryRun();
        }
        Grant made = Grants.store(kms, key, grant);
        return CreateGrantResponse.builder()
                .grantId(made.id())
                .grantToken(kms.tokens().issue(key, made.id()))
                .build();
    }
}
