package dev.virga.services.iam;

import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.GetRoleResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a role.
final class GetRole implements Operation<GetRoleRequest, GetRoleResponse> {
    private final Tables tables;

    GetRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetRoleRequest, GetRoleResponse> op() {
        return IamOps.GetRole;
    }

    @Override
    public List<Access> access(GetRoleRequest input, Call call) {
        return List.of(tables.onRole("GetRole", call, input.roleName()));
    }

    @Override
    public GetRoleResponse handle(GetRoleRequest input, Call call) {
        Role role = tables.trusted.shown(tables.roles.get(call.account(), input.roleName()));
        return GetRoleResponse.builder()
                .role(role.details(tables.lastAccess.last(call.account(), role.id())))
                .build();
    }
}
