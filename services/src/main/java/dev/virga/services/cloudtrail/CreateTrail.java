package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.CreateTrailRequest;
import dev.virga.api.cloudtrail.CreateTrailResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Makes a trail. It records nothing before StartLogging.
final class CreateTrail implements Operation<CreateTrailRequest, CreateTrailResponse> {
    private final TrailTable table;
    private final Destinations destinations;

    CreateTrail(TrailTable table, Destinations destinations) {
        this.table = table;
        this.destinations = destinations;
    }

    @Override
    public Op<CreateTrailRequest, CreateTrailResponse> op() {
        return CloudtrailOps.CreateTrail;
    }

    @Override
    public List<Access> access(CreateTrailRequest input, Call call) {
        return Trails.access("CreateTrail", input.name(), call);
    }

    @Override
    public CreateTrailResponse handle(CreateTrailRequest input, Call call) {
        Trails.checkName(input.name());
        TrailSettings.refuse(
                "CreateTrail",
                input.snsTopicName(),
                input.kmsKeyId(),
                input.enableLogFileValidation(),
                input.isOrganizationTrail());
        Trail trail = new Trail(
                call.account(),
                call.region(),
                input.name(),
                input.s3BucketName(),
                input.s3KeyPrefix(),
                !Boolean.FALSE.equals(input.includeGlobalServiceEvents()),
                Boolean.TRUE.equals(input.isMultiRegionTrail()),
                TrailSettings.optional(input.cloudWatchLogsLogGroupArn()),
                TrailSettings.optional(input.cloudWatchLogsRoleArn()),
                "",
                TrailTags.add(Map.of(), input.tagsList() == null ? List.of() : input.tagsList()),
                false,
                null,
                null,
                Trail.Outcome.NONE,
                Trail.Outcome.NONE);
        TrailSettings.check(trail, destinations);
        checkQuota(call);
        if (!table.add(trail, List.of())) {
            throw CloudTrailErrors.exists(trail.name(), trail.account());
        }
        return TrailShapes.created(trail);
    }

    private void checkQuota(Call call) {
        long here = table.all(call.account()).stream()
                .filter(trail -> trail.region().equals(call.region()))
                .count();
        if (here >= Trails.MAX_PER_REGION) {
            throw CloudTrailErrors.tooMany(call.account(), Trails.MAX_PER_REGION, call.region());
        }
    }
}
