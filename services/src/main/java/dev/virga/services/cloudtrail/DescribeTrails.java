package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.DescribeTrailsRequest;
import dev.virga.api.cloudtrail.DescribeTrailsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Lists trails with their settings: those that were named, or all.
final class DescribeTrails implements Operation<DescribeTrailsRequest, DescribeTrailsResponse> {
    private final TrailTable table;

    DescribeTrails(TrailTable table) {
        this.table = table;
    }

    @Override
    public Op<DescribeTrailsRequest, DescribeTrailsResponse> op() {
        return CloudtrailOps.DescribeTrails;
    }

    @Override
    public List<Access> access(DescribeTrailsRequest input, Call call) {
        return List.of(Access.to("cloudtrail:DescribeTrails", "*"));
    }

    @Override
    public DescribeTrailsResponse handle(DescribeTrailsRequest input, Call call) {
        boolean shadows = !Boolean.FALSE.equals(input.includeShadowTrails());
        List<String> names = input.trailNameList() == null ? List.of() : input.trailNameList();
        List<dev.virga.api.cloudtrail.Trail> found = new ArrayList<>();
        for (Trail trail : table.all(call.account())) {
            boolean here = trail.region().equals(call.region());
            boolean named =
                    names.contains(trail.arn()) || (names.contains(trail.name()) && (here || trail.multiRegion()));
            if (names.isEmpty() ? here || (shadows && trail.multiRegion()) : named) {
                found.add(TrailShapes.details(trail));
            }
        }
        return DescribeTrailsResponse.builder().trailList(found).build();
    }
}
