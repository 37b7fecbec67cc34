package dev.virga.services.iam;

import dev.virga.api.iam.GetGroupRequest;
import dev.virga.api.iam.GetGroupResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a group and its users.
final class GetGroup implements Operation<GetGroupRequest, GetGroupResponse> {
    private final Tables tables;

    GetGroup(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetGroupRequest, GetGroupResponse> op() {
        return IamOps.GetGroup;
    }

    @Override
    public List<Access> access(GetGroupRequest input, Call call) {
        return List.of(tables.onGroup("GetGroup", call, input.groupName()));
    }

    @Override
    public GetGroupResponse handle(GetGroupRequest input, Call call) {
        Group group = tables.groups.get(call.account(), input.groupName());
        List<String> members = tables.uses.uses(call.account(), AttachmentTable.members(group.name())).stream()
                .map(AttachmentTable.Use::name)
                .sorted()
                .toList();
        Page<String> page = Page.of(members, name -> name, input.marker(), input.maxItems());
        return GetGroupResponse.builder()
                .group(group.shape())
                .users(page.items().stream()
                        .map(name -> tables.users.get(call.account(), name).summary())
                        .toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
