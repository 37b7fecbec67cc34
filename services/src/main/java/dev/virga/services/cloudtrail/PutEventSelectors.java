package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.PutEventSelectorsRequest;
import dev.virga.api.cloudtrail.PutEventSelectorsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets which events a trail wants.
final class PutEventSelectors implements Operation<PutEventSelectorsRequest, PutEventSelectorsResponse> {
    private final Trails trails;
    private final TrailTable table;

    PutEventSelectors(Trails trails, TrailTable table) {
        this.trails = trails;
        this.table = table;
    }

    @Override
    public Op<PutEventSelectorsRequest, PutEventSelectorsResponse> op() {
        return CloudtrailOps.PutEventSelectors;
    }

    @Override
    public List<Access> access(PutEventSelectorsRequest input, Call call) {
        return Trails.access("PutEventSelectors", input.trailName(), call);
    }

    @Override
    public PutEventSelectorsResponse handle(PutEventSelectorsRequest input, Call call) {
        Trail trail = trails.own(input.trailName(), call);
        Selectors selectors = Selectors.checked(input.eventSelectors(), input.advancedEventSelectors());
        String json = selectors.toJson();
        table.change(trail.account(), trail.region(), trail.name(), List.of(), each -> each.withSelectors(json));
        return PutEventSelectorsResponse.builder()
                .trailARN(trail.arn())
                .eventSelectors(selectors.basic().isEmpty() ? null : selectors.basic())
                .advancedEventSelectors(selectors.advanced().isEmpty() ? null : selectors.advanced())
                .build();
    }
}
