package dev.virga.services.iam;

import dev.virga.api.iam.GetRolePolicyRequest;
import dev.virga.api.iam.GetRolePolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a policy that is part of a role.
final class GetRolePolicy implements Operation<GetRolePolicyRequest, GetRolePolicyResponse> {
    private final Tables tables;

    GetRolePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetRolePolicyRequest, GetRolePolicyResponse> op() {
        return IamOps.GetRolePolicy;
    }

    @Override
    public List<Access> access(GetRolePolicyRequest input, Call call) {
        return List.of(tables.onRole("GetRolePolicy", call, input.roleName()));
    }

    @Override
    public GetRolePolicyResponse handle(GetRolePolicyRequest input, Call call) {
        Role role = tables.roles.get(call.account(), input.roleName());
        String document = InlinePolicies.get(role, Role.KIND, input.policyName());
        return GetRolePolicyResponse.builder()
                .roleName(role.name())
                .policyName(input.policyName())
                .policyDocument(Documents.encode(document))
                .build();
    }
}
