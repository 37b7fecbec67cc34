package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.StopLoggingRequest;
import dev.virga.api.cloudtrail.StopLoggingResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a trail record no more; what it has is still delivered.
final class StopLogging implements Operation<StopLoggingRequest, StopLoggingResponse> {
    private final Trails trails;
    private final TrailTable table;

    StopLogging(Trails trails, TrailTable table) {
        this.trails = trails;
        this.table = table;
    }

    @Override
    public Op<StopLoggingRequest, StopLoggingResponse> op() {
        return CloudtrailOps.StopLogging;
    }

    @Override
    public List<Access> access(StopLoggingRequest input, Call call) {
        return Trails.access("StopLogging", input.name(), call);
    }

    @Override
    public StopLoggingResponse handle(StopLoggingRequest input, Call call) {
        Trail trail = trails.own(input.name(), call);
        if (trail.logging() != false) {
            table.change(
                    trail.account(),
                    trail.region(),
                    trail.name(),
                    List.of(),
                    each -> each.withLogging(false, call.time()));
        }
        return StopLoggingResponse.builder().build();
    }
}
