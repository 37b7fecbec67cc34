package dev.virga.services.iam;

import dev.virga.api.iam.DeleteRolePermissionsBoundaryRequest;
import dev.virga.api.iam.DeleteRolePermissionsBoundaryResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes the permissions boundary of a role.
final class DeleteRolePermissionsBoundary
        implements Operation<DeleteRolePermissionsBoundaryRequest, DeleteRolePermissionsBoundaryResponse> {
    private final Tables tables;

    DeleteRolePermissionsBoundary(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteRolePermissionsBoundaryRequest, DeleteRolePermissionsBoundaryResponse> op() {
        return IamOps.DeleteRolePermissionsBoundary;
    }

    @Override
    public List<Access> access(DeleteRolePermissionsBoundaryRequest input, Call call) {
        return List.of(tables.onRole("DeleteRolePermissionsBoundary", call, input.roleName()));
    }

    @Override
    public DeleteRolePermissionsBoundaryResponse handle(DeleteRolePermissionsBoundaryRequest input, Call call) {
        tables.attachments.bound(tables.roles, AttachmentTable.ROLE_BOUNDARY, call.account(), input.roleName(), null);
        return DeleteRolePermissionsBoundaryResponse.builder().build();
    }
}
