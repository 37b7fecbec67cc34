package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListGroupsRequest;
import dev.virga.api.iam.ListGroupsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the groups under a path, in the order of names.
final class ListGroups implements Operation<ListGroupsRequest, ListGroupsResponse> {
    private final Tables tables;

    ListGroups(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListGroupsRequest, ListGroupsResponse> op() {
        return IamOps.ListGroups;
    }

    @Override
    public List<Access> access(ListGroupsRequest input, Call call) {
        String path = input.pathPrefix() == null ? "/" : input.pathPrefix();
        return Tables.under("ListGroups", call, Group.KIND, path, "");
    }

    @Override
    public ListGroupsResponse handle(ListGroupsRequest input, Call call) {
        Page<Group> page =
                tables.groups.page(call.account(), Page.under(input.pathPrefix()), input.marker(), input.maxItems());
        return ListGroupsResponse.builder()
                .groups(page.items().stream().map(Group::shape).toList())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
