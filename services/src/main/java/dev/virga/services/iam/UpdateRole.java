package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateRoleRequest;
import dev.virga.api.iam.UpdateRoleResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Changes a role's description and its longest session.
final class UpdateRole implements Operation<UpdateRoleRequest, UpdateRoleResponse> {
    private final Tables tables;

    UpdateRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateRoleRequest, UpdateRoleResponse> op() {
        return IamOps.UpdateRole;
    }

    @Override
    public List<Access> access(UpdateRoleRequest input, Call call) {
        return List.of(tables.onRole("UpdateRole", call, input.roleName()));
    }

    @Override
    public UpdateRoleResponse handle(UpdateRoleRequest input, Call call) {
        tables.roles.update(call.account(), input.roleName(), role -> {
            Integer seconds = input.maxSessionDuration();
            return EntityTable.Change.to(role.with(
                    input.description() == null ? role.description() : input.description(),
                    seconds == null ? role.maxSessionSeconds() : seconds));
        });
        return UpdateRoleResponse.builder().build();
    }
}
