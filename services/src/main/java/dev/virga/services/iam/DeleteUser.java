package dev.virga.services.iam;

import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.DeleteUserResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a user that has no credentials, no policies and no groups any more.
final class DeleteUser implements Operation<DeleteUserRequest, DeleteUserResponse> {
    private final Tables tables;

    DeleteUser(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteUserRequest, DeleteUserResponse> op() {
        return IamOps.DeleteUser;
    }

    @Override
    public List<Access> access(DeleteUserRequest input, Call call) {
        return List.of(tables.onUser("DeleteUser", call, input.userName()));
    }

    @Override
    public DeleteUserResponse handle(DeleteUserRequest input, Call call) {
        tables.users.delete(call.account(), input.userName(), user -> {
            if (!user.accessKeys().isEmpty()) {
                throw IamErrors.deleteConflict("delete access keys");
            }
            if (!user.groups().isEmpty()) {
                throw IamErrors.deleteConflict("remove user from group");
            }
            if (tables.logins.find(user.account(), user.name()) != null) {
                throw IamErrors.deleteConflict("delete login profile");
            }
            if (!tables.devicesOf(user.account(), user.name()).isEmpty()) {
                throw IamErrors.deleteConflict("delete MFA device");
            }
            if (!tables.signingCertificates.of(user.account(), user.name()).isEmpty()) {
                throw IamErrors.deleteConflict("delete signing certificates");
            }
            if (!tables.sshKeys.of(user.account(), user.name()).isEmpty()) {
                throw IamErrors.deleteConflict("delete SSH public keys");
            }
            if (!tables.serviceCredentials.of(user.account(), user.name()).isEmpty()) {
                throw IamErrors.deleteConflict("delete service specific credentials");
            }
            return tables.attachments.last(user, AttachmentTable.USER_BOUNDARY);
        });
        return DeleteUserResponse.builder().build();
    }
}
