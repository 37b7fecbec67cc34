package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.StartLoggingRequest;
import dev.virga.api.cloudtrail.StartLoggingResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a trail record and deliver events.
final class StartLogging implements Operation<StartLoggingRequest, StartLoggingResponse> {
    private final Trails trails;
    private final TrailTable table;
    private final Delivery delivery;

    StartLogging(Trails trails, TrailTable table, Delivery delivery) {
        this.trails = trails;
        this.table = table;
        this.delivery = delivery;
    }

    @Override
    public Op<StartLoggingRequest, StartLoggingResponse> op() {
        return CloudtrailOps.StartLogging;
    }

    @Override
    public List<Access> access(StartLoggingRequest input, Call call) {
        return Trails.access("StartLogging", input.name(), call);
    }

    @Override
    public StartLoggingResponse handle(StartLoggingRequest input, Call call) {
        Trail trail = trails.own(input.name(), call);
        if (trail.logging() != true) {
            table.change(
                    trail.account(),
                    trail.region(),
                    trail.name(),
                    List.of(delivery.begin(trail, call.time())),
                    each -> each.withLogging(true, call.time()));
        }
        return StartLoggingResponse.builder().build();
    }
}
