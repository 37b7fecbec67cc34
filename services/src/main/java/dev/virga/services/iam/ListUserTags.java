package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListUserTagsRequest;
import dev.virga.api.iam.ListUserTagsResponse;
import dev.virga.api.iam.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a user, ordered by their keys.
final class ListUserTags implements Operation<ListUserTagsRequest, ListUserTagsResponse> {
    private final Tables tables;

    ListUserTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListUserTagsRequest, ListUserTagsResponse> op() {
        return IamOps.ListUserTags;
    }

    @Override
    public List<Access> access(ListUserTagsRequest input, Call call) {
        return List.of(tables.onUser("ListUserTags", call, input.userName()));
    }

    @Override
    public ListUserTagsResponse handle(ListUserTagsRequest input, Call call) {
        Grants grants = tables.users.get(call.account(), input.userName()).grants();
        Page<Tag> page = Tags.page(grants.tags(), input.marker(), input.maxItems());
        return ListUserTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
