package dev.virga.services.iam;

import dev.virga.api.iam.DeleteGroupRequest;
import dev.virga.api.iam.DeleteGroupResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a group that has no users and no policies any more.
final class DeleteGroup implements Operation<DeleteGroupRequest, DeleteGroupResponse> {
    private final Tables tables;

    DeleteGroup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteGroupRequest, DeleteGroupResponse> op() {
        return IamOps.DeleteGroup;
    }

    @Override
    public List<Access> access(DeleteGroupRequest input, Call call) {
        return List.of(tables.onGroup("DeleteGroup", call, input.groupName()));
    }

    @Override
    public DeleteGroupResponse handle(DeleteGroupRequest input, Call call) {
        tables.groups.delete(call.account(), input.groupName(), group -> {
            String members = AttachmentTable.members(group.name());
            if (!tables.uses.uses(call.account(), members).isEmpty()) {
                throw IamErrors.deleteConflict("remove users from group");
            }
            return tables.attachments.last(group, "");
        });
        return DeleteGroupResponse.builder().build();
    }
}
