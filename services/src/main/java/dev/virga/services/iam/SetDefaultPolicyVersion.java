package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.SetDefaultPolicyVersionRequest;
import dev.virga.api.iam.SetDefaultPolicyVersionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Puts a version of a managed policy in force.
final class SetDefaultPolicyVersion
        implements Operation<SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse> {
    private final Tables tables;

    SetDefaultPolicyVersion(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<SetDefaultPolicyVersionRequest, SetDefaultPolicyVersionResponse> op() {
        return IamOps.SetDefaultPolicyVersion;
    }

    @Override
    public List<Access> access(SetDefaultPolicyVersionRequest input, Call call) {
        return List.of(Access.to("iam:SetDefaultPolicyVersion", input.policyArn()));
    }

    @Override
    public SetDefaultPolicyVersionResponse handle(SetDefaultPolicyVersionRequest input, Call call) {
        String name = tables.managed.ownName(call.account(), input.policyArn());
        tables.policies.update(call.account(), name, policy -> {
            if (policy.version(input.versionId()) == null) {
                throw IamErrors.noSuchVersion(input.policyArn(), input.versionId());
            }
            return EntityTable.Change.to(policy.withDefault(input.versionId(), tables.now()));
        });
        return SetDefaultPolicyVersionResponse.builder().build();
    }
}
