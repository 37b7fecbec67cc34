package dev.virga.services.iam;

import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.GetPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a managed policy, without its document.
final class GetPolicy implements Operation<GetPolicyRequest, GetPolicyResponse> {
    private final Tables tables;

    GetPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetPolicyRequest, GetPolicyResponse> op() {
        return IamOps.GetPolicy;
    }

    @Override
    public List<Access> access(GetPolicyRequest input, Call call) {
        return List.of(Access.to("iam:GetPolicy", input.policyArn()));
    }

    @Override
    public GetPolicyResponse handle(GetPolicyRequest input, Call call) {
        Policy policy = tables.managed.require(call.account(), input.policyArn());
        return GetPolicyResponse.builder()
                .policy(tables.managed.counted(call.account(), policy).details())
                .build();
    }
}
