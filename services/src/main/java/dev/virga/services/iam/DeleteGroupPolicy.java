package dev.virga.services.iam;

import dev.virga.api.iam.DeleteGroupPolicyRequest;
import dev.virga.api.iam.DeleteGroupPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a policy that is part of a group.
final class DeleteGroupPolicy implements Operation<DeleteGroupPolicyRequest, DeleteGroupPolicyResponse> {
    private final Tables tables;

    DeleteGroupPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteGroupPolicyRequest, DeleteGroupPolicyResponse> op() {
        return IamOps.DeleteGroupPolicy;
    }

    @Override
    public List<Access> access(DeleteGroupPolicyRequest input, Call call) {
        return List.of(tables.onGroup("DeleteGroupPolicy", call, input.groupName()));
    }

    @Override
    public DeleteGroupPolicyResponse handle(DeleteGroupPolicyRequest input, Call call) {
        InlinePolicies.delete(tables.groups, Group.KIND, call.account(), input.groupName(), input.policyName());
        return DeleteGroupPolicyResponse.builder().build();
    }
}
