package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.AddTagsRequest;
import dev.virga.api.cloudtrail.AddTagsResponse;
import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a trail.
final class AddTags implements Operation<AddTagsRequest, AddTagsResponse> {
    private final Trails trails;
    private final TrailTable table;

    AddTags(Trails trails, TrailTable table) {
        this.trails = trails;
        this.table = table;
    }

    @Override
    public Op<AddTagsRequest, AddTagsResponse> op() {
        return CloudtrailOps.AddTags;
    }

    @Override
    public List<Access> access(AddTagsRequest input, Call call) {
        return Trails.access("AddTags", input.resourceId(), call);
    }

    @Override
    public AddTagsResponse handle(AddTagsRequest input, Call call) {
        Trail trail = TrailTags.trail(trails, input.resourceId(), call);
        table.change(
                trail.account(),
                trail.region(),
                trail.name(),
                List.of(),
                each -> each.withTags(TrailTags.add(each.tags(), input.tagsList())));
        return AddTagsResponse.builder().build();
    }
}
