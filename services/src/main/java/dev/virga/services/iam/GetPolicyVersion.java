package dev.virga.services.iam;

import dev.virga.api.iam.GetPolicyVersionRequest;
import dev.virga.api.iam.GetPolicyVersionResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a version of a managed policy with its document.
final class GetPolicyVersion implements Operation<GetPolicyVersionRequest, GetPolicyVersionResponse> {
    private final Tables tables;

    GetPolicyVersion(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetPolicyVersionRequest, GetPolicyVersionResponse> op() {
        return IamOps.GetPolicyVersion;
    }

    @Override
    public List<Access> access(GetPolicyVersionRequest input, Call call) {
        return List.of(Access.to("iam:GetPolicyVersion", input.policyArn()));
    }

    @Override
    public GetPolicyVersionResponse handle(GetPolicyVersionRequest input, Call call) {
        Policy policy = tables.managed.require(call.account(), input.policyArn());
        Policy.Version version = policy.version(input.versionId());
        if (version == null) {
            throw IamErrors.noSuchVersion(input.policyArn(), input.versionId());
        }
        return GetPolicyVersionResponse.builder()
                .policyVersion(policy.shape(version, true))
                .build();
    }
}
