package dev.virga.services.cloudtrail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What CreateTrail and UpdateTrail check alike.
final class TrailSettings {
    private static final int MAX_PREFIX = 200;
    private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

    private TrailSettings() {}

    /// What is not there yet.
    static void refuse(
            String operation,
            @Nullable String topic,
            @Nullable String key,
            @Nullable Boolean validation,
            @Nullable Boolean organization) {
        if (topic != null && !topic.isEmpty()) {
            throw CloudTrailErrors.notImplemented(operation, "SnsTopicName");
        }
        if (key != null && !key.isEmpty()) {
            throw CloudTrailErrors.notImplemented(operation, "KmsKeyId");
        }
        if (Boolean.TRUE.equals(validation)) {
            throw CloudTrailErrors.notImplemented(operation, "EnableLogFileValidation");
        }
        if (Boolean.TRUE.equals(organization)) {
            throw CloudTrailErrors.noOrganization();
        }
    }

    /// Tries both destinations.
    static void check(Trail trail, Destinations destinations) {
        if (!BUCKET.matcher(trail.bucket()).matches()) {
            throw CloudTrailErrors.bucketName(trail.bucket());
        }
        if (trail.prefix() != null && trail.prefix().length() > MAX_PREFIX) {
            throw CloudTrailErrors.prefix();
        }
        destinations.checkBucket(trail);
        destinations.checkLogs(trail);
    }

    /// An empty text takes a setting away.
    static @Nullable String optional(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }
}
