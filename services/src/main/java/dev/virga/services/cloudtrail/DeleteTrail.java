package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.DeleteTrailRequest;
import dev.virga.api.cloudtrail.DeleteTrailResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a trail and what it has not delivered. Its bucket keeps what is there.
final class DeleteTrail implements Operation<DeleteTrailRequest, DeleteTrailResponse> {
    private final Trails trails;
    private final TrailTable table;
    private final Delivery delivery;

    DeleteTrail(Trails trails, TrailTable table, Delivery delivery) {
        this.trails = trails;
        this.table = table;
        this.delivery = delivery;
    }

    @Override
    public Op<DeleteTrailRequest, DeleteTrailResponse> op() {
        return CloudtrailOps.DeleteTrail;
    }

    @Override
    public List<Access> access(DeleteTrailRequest input, Call call) {
        return Trails.access("DeleteTrail", input.name(), call);
    }

    @Override
    public DeleteTrailResponse handle(DeleteTrailRequest input, Call call) {
        Trail trail = trails.own(input.name(), call);
        table.delete(trail, delivery.forget(trail));
        return DeleteTrailResponse.builder().build();
    }
}
