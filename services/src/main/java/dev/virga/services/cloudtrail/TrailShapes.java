package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudtrailOps;
import dev.virga.api.cloudtrail.CreateTrailResponse;
import dev.virga.api.cloudtrail.GetTrailStatusResponse;
import dev.virga.api.cloudtrail.UpdateTrailResponse;
import dev.virga.wire.Structs;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Trails as the operations show them.
final class TrailShapes {
    private TrailShapes() {}

    static dev.virga.api.cloudtrail.Trail details(Trail trail) {
        return dev.virga.api.cloudtrail.Trail.builder()
                .name(trail.name())
                .s3BucketName(trail.bucket())
                .s3KeyPrefix(trail.prefix())
                .includeGlobalServiceEvents(trail.globalEvents())
                .isMultiRegionTrail(trail.multiRegion())
                .homeRegion(trail.region())
                .trailARN(trail.arn())
                .logFileValidationEnabled(false)
                .cloudWatchLogsLogGroupArn(trail.logGroupArn())
                .cloudWatchLogsRoleArn(trail.roleArn())
                .hasCustomEventSelectors(trail.hasCustomSelectors())
                .hasInsightSelectors(false)
                .isOrganizationTrail(false)
                .build();
    }

    static CreateTrailResponse created(Trail trail) {
        dev.virga.api.cloudtrail.Trail details = details(trail);
        return Structs.copy(details, CloudtrailOps.MODEL.shape(details.shapeId()), CloudtrailOps.CreateTrail.output());
    }

    static UpdateTrailResponse updated(Trail trail) {
        dev.virga.api.cloudtrail.Trail details = details(trail);
        return Structs.copy(details, CloudtrailOps.MODEL.shape(details.shapeId()), CloudtrailOps.UpdateTrail.output());
    }

    static GetTrailStatusResponse status(Trail trail) {
        Trail.Outcome delivery = trail.delivery();
        Trail.Outcome logs = trail.logs();
        return GetTrailStatusResponse.builder()
                .isLogging(trail.logging())
                .latestDeliveryError(delivery.error())
                .latestDeliveryTime(delivery.succeeded())
                .startLoggingTime(trail.started())
                .stopLoggingTime(trail.stopped())
                .latestCloudWatchLogsDeliveryError(logs.error())
                .latestCloudWatchLogsDeliveryTime(logs.succeeded())
                .latestDeliveryAttemptTime(text(delivery.attempted()))
                .latestNotificationAttemptTime("")
                .latestNotificationAttemptSucceeded("")
                .latestDeliveryAttemptSucceeded(text(delivery.succeeded()))
                .timeLoggingStarted(text(trail.started()))
                .timeLoggingStopped(text(trail.stopped()))
                .build();
    }

    private static String text(@Nullable Instant time) {
        return time == null ? "" : time.toString();
    }
}
