package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.ListTagsRequest;
import dev.virga.api.cloudtrail.ListTagsResponse;
import dev.virga.api.cloudtrail.ResourceTag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Lists the tags of trails.
final class ListTags implements Operation<ListTagsRequest, ListTagsResponse> {
    private static final int MAX_RESOURCES = 20;

    private final Trails trails;

    ListTags(Trails trails) {
        this.trails = trails;
    }

    @Override
    public Op<ListTagsRequest, ListTagsResponse> op() {
        return CloudtrailOps.ListTags;
    }

    @Override
    public List<Access> access(ListTagsRequest input, Call call) {
        return input.resourceIdList().stream()
                .flatMap(id -> Trails.access("ListTags", id, call).stream())
                .toList();
    }

    @Override
    public ListTagsResponse handle(ListTagsRequest input, Call call) {
        if (input.nextToken() != null) {
            throw CloudTrailErrors.token();
        }
        if (input.resourceIdList().size() > MAX_RESOURCES) {
            throw CloudTrailErrors.tag("At most " + MAX_RESOURCES + " resources may be named.");
        }
        List<ResourceTag> all = new ArrayList<>();
        for (String id : input.resourceIdList()) {
            Trail trail = TrailTags.trail(trails, id, call);
            all.add(ResourceTag.builder()
                    .resourceId(id)
                    .tagsList(TrailTags.shapes(trail.tags()))
                    .build());
        }
        return ListTagsResponse.builder().resourceTagList(all).build();
    }
}
