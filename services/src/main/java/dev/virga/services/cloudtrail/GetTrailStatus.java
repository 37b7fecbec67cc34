package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.GetTrailStatusRequest;
import dev.virga.api.cloudtrail.GetTrailStatusResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows whether a trail logs, and how its last deliveries went.
final class GetTrailStatus implements Operation<GetTrailStatusRequest, GetTrailStatusResponse> {
    private final Trails trails;

    GetTrailStatus(Trails trails) {
        this.trails = trails;
    }

    @Override
    public Op<GetTrailStatusRequest, GetTrailStatusResponse> op() {
        return CloudtrailOps.GetTrailStatus;
    }

    @Override
    public List<Access> access(GetTrailStatusRequest input, Call call) {
        return Trails.access("GetTrailStatus", input.name(), call);
    }

    @Override
    public GetTrailStatusResponse handle(GetTrailStatusRequest input, Call call) {
        return TrailShapes.status(trails.get(input.name(), call));
    }
}
