package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.UpdateTrailRequest;
import dev.virga.api.cloudtrail.UpdateTrailResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Changes a trail: what is not given stays.
final class UpdateTrail implements Operation<UpdateTrailRequest, UpdateTrailResponse> {
    private final Trails trails;
    private final TrailTable table;
    private final Destinations destinations;

    UpdateTrail(Trails trails, TrailTable table, Destinations destinations) {
        this.trails = trails;
        this.table = table;
        this.destinations = destinations;
    }

    @Override
    public Op<UpdateTrailRequest, UpdateTrailResponse> op() {
        return CloudtrailOps.UpdateTrail;
    }

    @Override
    public List<Access> access(UpdateTrailRequest input, Call call) {
        return Trails.access("UpdateTrail", input.name(), call);
    }

    @Override
    public UpdateTrailResponse handle(UpdateTrailRequest input, Call call) {
        TrailSettings.refuse(
                "UpdateTrail",
                input.snsTopicName(),
                input.kmsKeyId(),
                input.enableLogFileValidation(),
                input.isOrganizationTrail());
        Trail trail = trails.own(input.name(), call);
        TrailSettings.check(changed(trail, input), destinations);
        Trail changed =
                table.change(trail.account(), trail.region(), trail.name(), List.of(), each -> changed(each, input));
        return TrailShapes.updated(changed);
    }

    private static Trail changed(Trail trail, UpdateTrailRequest input) {
        return new Trail(
                trail.account(),
                trail.region(),
                trail.name(),
                input.s3BucketName() == null ? trail.bucket() : input.s3BucketName(),
                input.s3KeyPrefix() == null ? trail.prefix() : input.s3KeyPrefix(),
                input.includeGlobalServiceEvents() == null ? trail.globalEvents() : input.includeGlobalServiceEvents(),
                input.isMultiRegionTrail() == null ? trail.multiRegion() : input.isMultiRegionTrail(),
                input.cloudWatchLogsLogGroupArn() == null
                        ? trail.logGroupArn()
                        : TrailSettings.optional(input.cloudWatchLogsLogGroupArn()),
                input.cloudWatchLogsRoleArn() == null
                        ? trail.roleArn()
                        : TrailSettings.optional(input.cloudWatchLogsRoleArn()),
                trail.selectors(),
                trail.tags(),
                trail.logging(),
                trail.started(),
                trail.stopped(),
                trail.delivery(),
                trail.logs());
    }
}
