package dev.virga.services.iam;

import dev.virga.api.iam.DeleteServiceLinkedRoleRequest;
import dev.virga.api.iam.DeleteServiceLinkedRoleResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// Deletes the role of a service. It is gone when the call returns; the task is there to be asked
/// about.
final class DeleteServiceLinkedRole
        implements Operation<DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse> {
    private final Tables tables;

    DeleteServiceLinkedRole(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteServiceLinkedRoleRequest, DeleteServiceLinkedRoleResponse> op() {
        return IamOps.DeleteServiceLinkedRole;
    }

    @Override
    public List<Access> access(DeleteServiceLinkedRoleRequest input, Call call) {
        return List.of(tables.onRole("DeleteServiceLinkedRole", call, input.roleName()));
    }

    @Override
    public DeleteServiceLinkedRoleResponse handle(DeleteServiceLinkedRoleRequest input, Call call) {
        String account = call.account();
        Role role = tables.roles.get(account, input.roleName());
        if (!role.serviceLinked()) {
            throw IamErrors.noSuchEntity("role", input.roleName());
        }
        tables.roles.deleteProtected(account, role.name(), old -> {
            List<Store.Write> writes = new ArrayList<>();
            for (String arn : old.grants().attached()) {
                writes.addAll(tables.attachments
                        .end(account, arn, AttachmentTable.ROLE, old.name())
                        .writes());
            }
            return writes;
        });
        return DeleteServiceLinkedRoleResponse.builder()
                .deletionTaskId("task" + role.path() + role.name() + "/" + UUID.randomUUID())
                .build();
    }
}
