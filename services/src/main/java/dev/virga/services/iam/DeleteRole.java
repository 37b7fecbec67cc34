package dev.virga.services.iam;

import dev.virga.api.iam.DeleteRoleRequest;
import dev.virga.api.iam.DeleteRoleResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a role that has no policies any more.
final class DeleteRole implements Operation<DeleteRoleRequest, DeleteRoleResponse> {
    private final Tables tables;

    DeleteRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteRoleRequest, DeleteRoleResponse> op() {
        return IamOps.DeleteRole;
    }

    @Override
    public List<Access> access(DeleteRoleRequest input, Call call) {
        return List.of(tables.onRole("DeleteRole", call, input.roleName()));
    }

    @Override
    public DeleteRoleResponse handle(DeleteRoleRequest input, Call call) {
        tables.roles.delete(call.account(), input.roleName(), role -> {
            if (!tables.profilesOf(role.account(), role.name()).isEmpty()) {
                throw IamErrors.deleteConflict("remove roles from instance profile");
            }
            return tables.attachments.last(role, AttachmentTable.ROLE_BOUNDARY);
        });
        return DeleteRoleResponse.builder().build();
    }
}
