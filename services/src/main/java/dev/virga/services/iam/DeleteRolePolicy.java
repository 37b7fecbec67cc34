package dev.virga.services.iam;

import dev.virga.api.iam.DeleteRolePolicyRequest;
import dev.virga.api.iam.DeleteRolePolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a policy that is part of a role.
final class DeleteRolePolicy implements Operation<DeleteRolePolicyRequest, DeleteRolePolicyResponse> {
    private final Tables tables;

    DeleteRolePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteRolePolicyRequest, DeleteRolePolicyResponse> op() {
        return IamOps.DeleteRolePolicy;
    }

    @Override
    public List<Access> access(DeleteRolePolicyRequest input, Call call) {
        return List.of(tables.onRole("DeleteRolePolicy", call, input.roleName()));
    }

    @Override
    public DeleteRolePolicyResponse handle(DeleteRolePolicyRequest input, Call call) {
        InlinePolicies.delete(tables.roles, Role.KIND, call.account(), input.roleName(), input.policyName());
        return DeleteRolePolicyResponse.builder().build();
    }
}
