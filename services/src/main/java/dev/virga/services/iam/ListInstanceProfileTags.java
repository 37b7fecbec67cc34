package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListInstanceProfileTagsRequest;
import dev.virga.api.iam.ListInstanceProfileTagsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the tags of a profile.
final class ListInstanceProfileTags
        implements Operation<ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse> {
    private final Tables tables;

    ListInstanceProfileTags(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListInstanceProfileTagsRequest, ListInstanceProfileTagsResponse> op() {
        return IamOps.ListInstanceProfileTags;
    }

    @Override
    public List<Access> access(ListInstanceProfileTagsRequest input, Call call) {
        return List.of(tables.onInstanceProfile("ListInstanceProfileTags", call, input.instanceProfileName()));
    }

    @Override
    public ListInstanceProfileTagsResponse handle(ListInstanceProfileTagsRequest input, Call call) {
        InstanceProfile profile = tables.instanceProfiles.get(call.account(), input.instanceProfileName());
        Page<dev.virga.api.iam.Tag> page = Tags.page(profile.tags(), input.marker(), input.maxItems());
        return ListInstanceProfileTagsResponse.builder()
                .tags(page.items())
                .isTruncated(page.truncated())
                .marker(page.marker())
                .build();
    }
}
