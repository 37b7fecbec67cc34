package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateRoleDescriptionRequest;
import dev.virga.api.iam.UpdateRoleDescriptionResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The older way to change a role's description.
final class UpdateRoleDescription implements Operation<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse> {
    private final Tables tables;

    UpdateRoleDescription(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateRoleDescriptionRequest, UpdateRoleDescriptionResponse> op() {
        return IamOps.UpdateRoleDescription;
    }

    @Override
    public List<Access> access(UpdateRoleDescriptionRequest input, Call call) {
        return List.of(tables.onRole("UpdateRoleDescription", call, input.roleName()));
    }

    @Override
    public UpdateRoleDescriptionResponse handle(UpdateRoleDescriptionRequest input, Call call) {
        Role role = tables.roles.updateProtected(
                call.account(),
                input.roleName(),
                old -> EntityTable.Change.to(old.with(input.description(), old.maxSessionSeconds())));
        return UpdateRoleDescriptionResponse.builder()
                .role(tables.trusted.shown(role).details())
                .build();
    }
}
