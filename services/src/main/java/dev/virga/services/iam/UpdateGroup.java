package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateGroupRequest;
import dev.virga.api.iam.UpdateGroupResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Gives a group another name or path. Its id, policies and members stay.
final class UpdateGroup implements Operation<UpdateGroupRequest, UpdateGroupResponse> {
    private final Tables tables;

    UpdateGroup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateGroupRequest, UpdateGroupResponse> op() {
        return IamOps.UpdateGroup;
    }

    @Override
    public List<Access> access(UpdateGroupRequest input, Call call) {
        return List.of(tables.onGroup("UpdateGroup", call, input.groupName()));
    }

    @Override
    public UpdateGroupResponse handle(UpdateGroupRequest input, Call call) {
        String account = call.account();
        tables.groups.update(account, input.groupName(), group -> {
            String path = input.newPath() == null ? group.path() : input.newPath();
            String name = input.newGroupName() == null ? group.name() : input.newGroupName();
            Group renamed = new Group(account, path, name, group.id(), group.created(), group.grants());
            List<Store.Check> checks = new ArrayList<>();
            List<Store.Write> writes = new ArrayList<>();
            if (!name.equals(group.name())) {
                policies(group, name, writes);
                members(group, name, checks, writes);
            }
            return new EntityTable.Change<>(renamed, checks, writes);
        });
        return UpdateGroupResponse.builder().build();
    }

    private void policies(Group group, String name, List<Store.Write> writes) {
        for (String arn : group.grants().attached()) {
            writes.add(tables.uses.delete(group.account(), arn, AttachmentTable.GROUP, group.name()));
            writes.add(tables.uses.put(group.account(), arn, AttachmentTable.GROUP, name));
        }
    }

    /// Each member knows its groups by name.
    private void members(Group group, String name, List<Store.Check> checks, List<Store.Write> writes) {
        String account = group.account();
        String old = AttachmentTable.members(group.name());
        for (AttachmentTable.Use use : tables.uses.uses(account, old)) {
            EntityTable.Stored<User> member = tables.users.find(account, use.name());
            if (member != null) {
                List<String> groups = new ArrayList<>(member.value().groups());
                groups.replaceAll(g -> g.equals(group.name()) ? name : g);
                checks.add(member.unchanged());
                writes.add(tables.users.put(account, member.value().withGroups(groups)));
            }
            writes.add(tables.uses.delete(account, old, use.kind(), use.name()));
            writes.add(tables.uses.put(account, AttachmentTable.members(name), use.kind(), use.name()));
        }
    }
}
