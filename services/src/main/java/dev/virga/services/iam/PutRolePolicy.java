package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.iam.PutRolePolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Puts a policy into a role, or replaces it.
final class PutRolePolicy implements Operation<PutRolePolicyRequest, PutRolePolicyResponse> {
    private final Tables tables;

    PutRolePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<PutRolePolicyRequest, PutRolePolicyResponse> op() {
        return IamOps.PutRolePolicy;
    }

    @Override
    public List<Access> access(PutRolePolicyRequest input, Call call) {
        return List.of(tables.onRole("PutRolePolicy", call, input.roleName()));
    }

    @Override
    public PutRolePolicyResponse handle(PutRolePolicyRequest input, Call call) {
        InlinePolicies.put(
                tables.roles,
                Role.KIND,
                InlinePolicies.ROLE_SIZE,
                call.account(),
                input.roleName(),
                input.policyName(),
                input.policyDocument());
        tables.lint(input.policyName(), input.policyDocument());
        return PutRolePolicyResponse.builder().build();
    }
}
