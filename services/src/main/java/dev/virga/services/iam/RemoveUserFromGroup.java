package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.RemoveUserFromGroupRequest;
import dev.virga.api.iam.RemoveUserFromGroupResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Ends a user's membership in a group.
final class RemoveUserFromGroup implements Operation<RemoveUserFromGroupRequest, RemoveUserFromGroupResponse> {
    private final Tables tables;

    RemoveUserFromGroup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<RemoveUserFromGroupRequest, RemoveUserFromGroupResponse> op() {
        return IamOps.RemoveUserFromGroup;
    }

    @Override
    public List<Access> access(RemoveUserFromGroupRequest input, Call call) {
        return List.of(tables.onGroup("RemoveUserFromGroup", call, input.groupName()));
    }

    @Override
    public RemoveUserFromGroupResponse handle(RemoveUserFromGroupRequest input, Call call) {
        String account = call.account();
        Group group = tables.groups.get(account, input.groupName());
        tables.users.update(account, input.userName(), user -> {
            List<String> groups = new ArrayList<>(user.groups());
            if (!groups.remove(group.name())) {
                throw IamErrors.notAMember(user.name(), group.name());
            }
            String members = AttachmentTable.members(group.name());
            return new EntityTable.Change<>(
                    user.withGroups(groups),
                    List.of(),
                    List.of(tables.uses.delete(account, members, AttachmentTable.MEMBER, user.name())));
        });
        return RemoveUserFromGroupResponse.builder().build();
    }
}
