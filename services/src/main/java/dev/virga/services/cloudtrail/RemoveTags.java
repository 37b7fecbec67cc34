package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.RemoveTagsRequest;
import dev.virga.api.cloudtrail.RemoveTagsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a trail, whatever their values.
final class RemoveTags implements Operation<RemoveTagsRequest, RemoveTagsResponse> {
    private final Trails trails;
    private final TrailTable table;

    RemoveTags(Trails trails, TrailTable table) {
        this.trails = trails;
        this.table = table;
    }

    @Override
    public Op<RemoveTagsRequest, RemoveTagsResponse> op() {
        return CloudtrailOps.RemoveTags;
    }

    @Override
    public List<Access> access(RemoveTagsRequest input, Call call) {
        return Trails.access("RemoveTags", input.resourceId(), call);
    }

    @Override
    public RemoveTagsResponse handle(RemoveTagsRequest input, Call call) {
        Trail trail = TrailTags.trail(trails, input.resourceId(), call);
        table.change(
                trail.account(),
                trail.region(),
                trail.name(),
                List.of(),
                each -> each.withTags(TrailTags.remove(each.tags(), input.tagsList())));
        return RemoveTagsResponse.builder().build();
    }
}
