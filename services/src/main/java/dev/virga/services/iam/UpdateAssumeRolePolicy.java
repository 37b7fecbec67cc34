package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateAssumeRolePolicyRequest;
import dev.virga.api.iam.UpdateAssumeRolePolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Changes who may assume a role.
final class UpdateAssumeRolePolicy implements Operation<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse> {
    private final Tables tables;

    UpdateAssumeRolePolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateAssumeRolePolicyRequest, UpdateAssumeRolePolicyResponse> op() {
        return IamOps.UpdateAssumeRolePolicy;
    }

    @Override
    public List<Access> access(UpdateAssumeRolePolicyRequest input, Call call) {
        return List.of(tables.onRole("UpdateAssumeRolePolicy", call, input.roleName()));
    }

    @Override
    public UpdateAssumeRolePolicyResponse handle(UpdateAssumeRolePolicyRequest input, Call call) {
        Role.checkTrust(input.policyDocument());
        Map<String, String> trusted = tables.trusted.ids(call.account(), input.policyDocument());
        tables.roles.update(
                call.account(),
                input.roleName(),
                role -> EntityTable.Change.to(role.withTrust(input.policyDocument(), trusted)));
        return UpdateAssumeRolePolicyResponse.builder().build();
    }
}
