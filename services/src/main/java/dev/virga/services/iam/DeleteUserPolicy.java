package dev.virga.services.iam;

import dev.virga.api.iam.DeleteUserPolicyRequest;
import dev.virga.api.iam.DeleteUserPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a policy that is part of a user.
final class DeleteUserPolicy implements Operation<DeleteUserPolicyRequest, DeleteUserPolicyResponse> {
    private final Tables tables;

    DeleteUserPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteUserPolicyRequest, DeleteUserPolicyResponse> op() {
        return IamOps.DeleteUserPolicy;
    }

    @Override
    public List<Access> access(DeleteUserPolicyRequest input, Call call) {
        return List.of(tables.onUser("DeleteUserPolicy", call, input.userName()));
    }

    @Override
    public DeleteUserPolicyResponse handle(DeleteUserPolicyRequest input, Call call) {
        InlinePolicies.delete(tables.users, User.KIND, call.account(), input.userName(), input.policyName());
        return DeleteUserPolicyResponse.builder().build();
    }
}
