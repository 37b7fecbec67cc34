package dev.virga.services.iam;

import dev.virga.api.iam.DeleteUserPermissionsBoundaryRequest;
import dev.virga.api.iam.DeleteUserPermissionsBoundaryResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes the permissions boundary of a user.
final class DeleteUserPermissionsBoundary
        implements Operation<DeleteUserPermissionsBoundaryRequest, DeleteUserPermissionsBoundaryResponse> {
    private final Tables tables;

    DeleteUserPermissionsBoundary(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteUserPermissionsBoundaryRequest, DeleteUserPermissionsBoundaryResponse> op() {
        return IamOps.DeleteUserPermissionsBoundary;
    }

    @Override
    public List<Access> access(DeleteUserPermissionsBoundaryRequest input, Call call) {
        return List.of(tables.onUser("DeleteUserPermissionsBoundary", call, input.userName()));
    }

    @Override
    public DeleteUserPermissionsBoundaryResponse handle(DeleteUserPermissionsBoundaryRequest input, Call call) {
        tables.attachments.bound(tables.users, AttachmentTable.USER_BOUNDARY, call.account(), input.userName(), null);
        return DeleteUserPermissionsBoundaryResponse.builder().build();
    }
}
