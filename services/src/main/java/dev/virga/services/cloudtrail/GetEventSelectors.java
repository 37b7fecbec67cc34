package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.GetEventSelectorsRequest;
import dev.virga.api.cloudtrail.GetEventSelectorsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows which events a trail wants.
final class GetEventSelectors implements Operation<GetEventSelectorsRequest, GetEventSelectorsResponse> {
    private final Trails trails;

    GetEventSelectors(Trails trails) {
        this.trails = trails;
    }

    @Override
    public Op<GetEventSelectorsRequest, GetEventSelectorsResponse> op() {
        return CloudtrailOps.GetEventSelectors;
    }

    @Override
    public List<Access> access(GetEventSelectorsRequest input, Call call) {
        return Trails.access("GetEventSelectors", input.trailName(), call);
    }

    @Override
    public GetEventSelectorsResponse handle(GetEventSelectorsRequest input, Call call) {
        Trail trail = trails.get(input.trailName(), call);
        Selectors selectors = Selectors.parse(trail.selectors());
        return GetEventSelectorsResponse.builder()
                .trailARN(trail.arn())
                .eventSelectors(selectors.basic().isEmpty() ? null : selectors.basic())
                .advancedEventSelectors(selectors.advanced().isEmpty() ? null : selectors.advanced())
                .build();
    }
}
