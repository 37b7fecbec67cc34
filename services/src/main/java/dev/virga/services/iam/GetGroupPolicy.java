package dev.virga.services.iam;

import dev.virga.api.iam.GetGroupPolicyRequest;
import dev.virga.api.iam.GetGroupPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a policy that is part of a group.
final class GetGroupPolicy implements Operation<GetGroupPolicyRequest, GetGroupPolicyResponse> {
    private final Tables tables;

    GetGroupPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetGroupPolicyRequest, GetGroupPolicyResponse> op() {
        return IamOps.GetGroupPolicy;
    }

    @Override
    public List<Access> access(GetGroupPolicyRequest input, Call call) {
        return List.of(tables.onGroup("GetGroupPolicy", call, input.groupName()));
    }

    @Override
    public GetGroupPolicyResponse handle(GetGroupPolicyRequest input, Call call) {
        Group group = tables.groups.get(call.account(), input.groupName());
        String document = InlinePolicies.get(group, Group.KIND, input.policyName());
        return GetGroupPolicyResponse.builder()
                .groupName(group.name())
                .policyName(input.policyName())
                .policyDocument(Documents.encode(document))
                .build();
    }
}
