package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.ListTrailsRequest;
import dev.virga.api.cloudtrail.ListTrailsResponse;
import dev.virga.api.cloudtrail.TrailInfo;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the trails of all regions.
final class ListTrails implements Operation<ListTrailsRequest, ListTrailsResponse> {
    private final TrailTable table;

    ListTrails(TrailTable table) {
        this.table = table;
    }

    @Override
    public Op<ListTrailsRequest, ListTrailsResponse> op() {
        return CloudtrailOps.ListTrails;
    }

    @Override
    public List<Access> access(ListTrailsRequest input, Call call) {
        return List.of(Access.to("cloudtrail:ListTrails", "*"));
    }

    @Override
    public ListTrailsResponse handle(ListTrailsRequest input, Call call) {
        if (input.nextToken() != null) {
            // All trails fit one page, so that no token was ever given out.
            throw CloudTrailErrors.token();
        }
        List<TrailInfo> all = table.all(call.account()).stream()
                .map(trail -> TrailInfo.builder()
                        .trailARN(trail.arn())
                        .name(trail.name())
                        .homeRegion(trail.region())
                        .build())
                .toList();
        return ListTrailsResponse.builder().trails(all).build();
    }
}
