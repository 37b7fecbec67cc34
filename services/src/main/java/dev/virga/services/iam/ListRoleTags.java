package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListRoleTagsRequest;
import dev.virga.api.iam.ListRoleTagsResponse;
import dev.virga.api.iam.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a role, ordered by their keys.
final class ListRoleTags implements Operation<ListRoleTagsRequest, ListRoleTagsResponse> {
    private final Tables tables;

    ListRoleTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListRoleTagsRequest, ListRoleTagsResponse> op() {
        return IamOps.ListRoleTags;
    }

    @Override
    public List<Access> access(ListRoleTagsRequest input, Call call) {
        return List.of(tables.onRole("ListRoleTags", call, input.roleName()));
    }

    @Override
    public ListRoleTagsResponse handle(ListRoleTagsRequest input, Call call) {
        Grants grants = tables.roles.get(call.account(), input.roleName()).grants();
        Page<Tag> page = Tags.page(grants.tags(), input.marker(), input.maxItems());
        return ListRoleTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
