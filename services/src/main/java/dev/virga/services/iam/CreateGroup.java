package dev.virga.services.iam;

import dev.virga.api.iam.CreateGroupRequest;
import dev.virga.api.iam.CreateGroupResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Creates a group. Its name is unique in the account, also without case.
final class CreateGroup implements Operation<CreateGroupRequest, CreateGroupResponse> {
    private final Tables tables;

    CreateGroup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateGroupRequest, CreateGroupResponse> op() {
        return IamOps.CreateGroup;
    }

    @Override
    public List<Access> access(CreateGroupRequest input, Call call) {
        String path = input.path() == null ? "/" : input.path();
        return Tables.under("CreateGroup", call, Group.KIND, path, input.groupName());
    }

    @Override
    public CreateGroupResponse handle(CreateGroupRequest input, Call call) {
        String account = call.account();
        String path = input.path() == null ? "/" : input.path();
        Group group = new Group(
                account, path, input.groupName(), tables.ids.id(Ids.GROUP), tables.now(), Grants.of(null, Map.of()));
        if (!tables.groups.create(account, group, List.of(), List.of())) {
            throw IamErrors.alreadyExists("Group", input.groupName());
        }
        return CreateGroupResponse.builder().group(group.shape()).build();
    }
}
