package dev.virga.services.iam;

import dev.virga.api.iam.CreatePolicyVersionRequest;
import dev.virga.api.iam.CreatePolicyVersionResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Adds a version to a managed policy.
final class CreatePolicyVersion implements Operation<CreatePolicyVersionRequest, CreatePolicyVersionResponse> {
    private final Tables tables;

    CreatePolicyVersion(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreatePolicyVersionRequest, CreatePolicyVersionResponse> op() {
        return IamOps.CreatePolicyVersion;
    }

    @Override
    public List<Access> access(CreatePolicyVersionRequest input, Call call) {
        return List.of(Access.to("iam:CreatePolicyVersion", input.policyArn()));
    }

    @Override
    public CreatePolicyVersionResponse handle(CreatePolicyVersionRequest input, Call call) {
        ManagedPolicies.checkDocument(input.policyDocument());
        String name = tables.managed.ownName(call.account(), input.policyArn());
        boolean setAsDefault = Boolean.TRUE.equals(input.setAsDefault());
        Instant now = tables.now();
        Policy policy = tables.policies.update(call.account(), name, old -> {
            if (old.versions().size() >= Quotas.VERSIONS_PER_POLICY) {
                throw IamErrors.tooManyVersions();
            }
            return EntityTable.Change.to(old.withVersion(input.policyDocument(), setAsDefault, now));
        });
        tables.lint(input.policyArn(), input.policyDocument());
        return CreatePolicyVersionResponse.builder()
                .policyVersion(policy.shape(policy.versions().getFirst(), false))
                .build();
    }
}
