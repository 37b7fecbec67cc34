package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.GetTrailRequest;
import dev.virga.api.cloudtrail.GetTrailResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a trail.
final class GetTrail implements Operation<GetTrailRequest, GetTrailResponse> {
    private final Trails trails;

    GetTrail(Trails trails) {
        this.trails = trails;
    }

    @Override
    public Op<GetTrailRequest, GetTrailResponse> op() {
        return CloudtrailOps.GetTrail;
    }

    @Override
    public List<Access> access(GetTrailRequest input, Call call) {
        return Trails.access("GetTrail", input.name(), call);
    }

    @Override
    public GetTrailResponse handle(GetTrailRequest input, Call call) {
        Trail trail = trails.get(input.name(), call);
        return GetTrailResponse.builder().trail(TrailShapes.details(trail)).build();
    }
}
