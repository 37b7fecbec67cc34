package dev.virga.services.iam;

import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.AddUserToGroupResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Makes a user a member of a group.
final class AddUserToGroup implements Operation<AddUserToGroupRequest, AddUserToGroupResponse> {
    private final Tables tables;

    AddUserToGroup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<AddUserToGroupRequest, AddUserToGroupResponse> op() {
        return IamOps.AddUserToGroup;
    }

    @Override
    public List<Access> access(AddUserToGroupRequest input, Call call) {
        return List.of(tables.onGroup("AddUserToGroup", call, input.groupName()));
    }

    @Override
    public AddUserToGroupResponse handle(AddUserToGroupRequest input, Call call) {
        String account = call.account();
        tables.users.update(account, input.userName(), user -> {
            EntityTable.Stored<Group> group = tables.groups.require(account, input.groupName());
            if (user.groups().contains(group.value().name())) {
                return EntityTable.Change.to(user);
            }
            if (user.groups().size() >= Quotas.GROUPS_PER_USER) {
                throw IamErrors.quota("GroupsPerUser", Quotas.GROUPS_PER_USER);
            }
            List<String> groups = new ArrayList<>(user.groups());
            groups.add(group.value().name());
            String members = AttachmentTable.members(group.value().name());
            // The group is written again, so that it cannot be deleted at the same time.
            return new EntityTable.Change<>(
                    user.withGroups(groups),
                    List.of(group.unchanged()),
                    List.of(
                            tables.groups.put(account, group.value()),
                            tables.uses.put(account, members, AttachmentTable.MEMBER, user.name())));
        });
        return AddUserToGroupResponse.builder().build();
    }
}
