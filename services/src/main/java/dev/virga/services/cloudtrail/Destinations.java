package dev.virga.services.cloudtrail;

import dev.virga.api.logs.CreateLogStreamRequest;
import dev.virga.api.logs.InputLogEvent;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.PutLogEventsRequest;
import dev.virga.api.s3.GetBucketAclRequest;
import dev.virga.api.s3.HeadBucketRequest;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.AssumeRoleResponse;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where trails write: a bucket, as the service CloudTrail, by what the bucket's policy allows it;
/// and a log group, in a role of the customer's.
final class Destinations {
    static final String SERVICE = "cloudtrail.amazonaws.com";

    /// What one call of PutLogEvents takes, less some room for each event's own bytes.
    private static final int MAX_LOG_EVENTS = 10_000;

    private static final int MAX_LOG_BYTES = 900_000;
    private static final int MAX_MESSAGE = 250_000;
    private static final int NOT_FOUND = 404;

    private final Cloud cloud;

    Destinations(Cloud cloud) {
        this.cloud = cloud;
    }

    private static Caller service(Trail trail) {
        return new Caller.Service(trail.account(), SERVICE, trail.arn());
    }

    /// As AWS does: looks at the bucket's ACL and writes the empty folder.
    ///
    /// @throws AwsException S3BucketDoesNotExist, InsufficientS3BucketPolicy
    void checkBucket(Trail trail) {
        try {
            // The service itself learns nothing of a bucket that does not let it in.
            cloud.call(
                    new Caller.Root(trail.account()),
                    trail.region(),
                    S3Ops.HeadBucket,
                    HeadBucketRequest.builder().bucket(trail.bucket()).build());
        } catch (AwsException e) {
            throw e.status() == NOT_FOUND ? CloudTrailErrors.noBucket(trail.bucket()) : e;
        }
        try {
            cloud.call(
                    service(trail),
                    trail.region(),
                    S3Ops.GetBucketAcl,
                    GetBucketAclRequest.builder().bucket(trail.bucket()).build());
            put(trail, folder(trail) + "/", new byte[0], null);
        } catch (AwsException e) {
            throw switch (e.code()) {
                case "NoSuchBucket" -> CloudTrailErrors.noBucket(trail.bucket());
                case "AccessDenied" -> CloudTrailErrors.bucketPolicy(trail.bucket());
                default -> e;
            };
        }
    }

    static String folder(Trail trail) {
        String prefix = trail.prefix();
        return (prefix == null || prefix.isEmpty() ? "" : prefix + "/") + "AWSLogs/" + trail.account() + "/CloudTrail";
    }

    void put(Trail trail, String key, byte[] content, @Nullable String encoding) {
        cloud.call(
                service(trail),
                trail.region(),
                S3Ops.PutObject,
                PutObjectRequest.builder()
                        .bucket(trail.bucket())
                        .key(key)
                        .acl("bucket-owner-full-control")
                        .contentType("application/json")
                        .contentEncoding(encoding)
                        .body(Body.of(content))
                        .build());
    }

    /// @throws AwsException InvalidCloudWatchLogs…
    void checkLogs(Trail trail) {
        String group = trail.logGroupArn();
        String role = trail.roleArn();
        if ((group == null) != (role == null)) {
            throw CloudTrailErrors.logsTogether();
        }
        if (group == null || role == null) {
            return;
        }
        String name = groupName(trail, group);
        Caller session;
        try {
            session = session(trail, role);
        } catch (AwsException e) {
            throw CloudTrailErrors.logsRole();
        }
        try {
            createStream(trail, session, name, trail.region());
        } catch (AwsException e) {
            throw e.code().startsWith("AccessDenied") ? CloudTrailErrors.logsRole() : CloudTrailErrors.logGroup();
        }
    }

    private static String groupName(Trail trail, String text) {
        Arn arn = Arn.parse(text);
        boolean valid = arn != null
                && arn.service().equals("logs")
                && arn.account().equals(trail.account())
                && arn.region().equals(trail.region())
                && arn.resource().startsWith("log-group:");
        if (arn == null || !valid) {
            throw CloudTrailErrors.logGroup();
        }
        String name = arn.resource().substring("log-group:".length());
        return name.endsWith(":*") ? name.substring(0, name.length() - 2) : name;
    }

    private Caller session(Trail trail, String role) {
        Arn arn = Arn.parse(role);
        if (arn == null || !arn.resource().startsWith("role/")) {
            throw CloudTrailErrors.logsRole();
        }
        AssumeRoleResponse response = cloud.call(
                service(trail),
                trail.region(),
                StsOps.AssumeRole,
                AssumeRoleRequest.builder()
                        .roleArn(role)
                        .roleSessionName("CLOUDWATCH_LOGS_DELIVERY_SESSION")
                        .build());
        String id = response.assumedRoleUser().assumedRoleId();
        String path = arn.resource().substring("role".length());
        int name = path.lastIndexOf('/') + 1;
        return new Caller.Session(
                arn.account(),
                path.substring(0, name),
                path.substring(name),
                id.substring(0, id.indexOf(':')),
                "CLOUDWATCH_LOGS_DELIVERY_SESSION",
                null,
                Map.of());
    }

    private static String stream(Trail trail, String region) {
        return trail.account() + "_CloudTrail_" + region;
    }

    private void createStream(Trail trail, Caller session, String group, String region) {
        try {
            cloud.call(
                    session,
                    trail.region(),
                    LogsOps.CreateLogStream,
                    CreateLogStreamRequest.builder()
                            .logGroupName(group)
                            .logStreamName(stream(trail, region))
                            .build());
        } catch (AwsException e) {
            if (!e.code().equals("ResourceAlreadyExistsException")) {
                throw e;
            }
        }
    }

    /// @param events of one region, in any order
    void log(Trail trail, String region, List<OutboxTable.Pending> events) {
        String groupArn = trail.logGroupArn();
        String role = trail.roleArn();
        if (groupArn == null || role == null) {
            return;
        }
        String group = groupName(trail, groupArn);
        Caller session = session(trail, role);
        createStream(trail, session, group, region);
        List<InputLogEvent> batch = new ArrayList<>();
        int bytes = 0;
        List<OutboxTable.Pending> sorted = events.stream()
                .sorted(Comparator.comparing(OutboxTable.Pending::time))
                .toList();
        for (OutboxTable.Pending event : sorted) {
            String text = event.json().length() <= MAX_MESSAGE
                    ? event.json()
                    : event.json().substring(0, MAX_MESSAGE);
            // At most three bytes a character.
            int size = text.length() * 3 + 26;
            if (batch.size() == MAX_LOG_EVENTS || (bytes + size > MAX_LOG_BYTES && !batch.isEmpty())) {
                putLogs(trail, session, group, region, batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            bytes += size;
            batch.add(InputLogEvent.builder()
                    .timestamp(event.time().toEpochMilli())
                    .message(text)
                    .build());
        }
        if (!batch.isEmpty()) {
            putLogs(trail, session, group, region, batch);
        }
    }

    private void putLogs(Trail trail, Caller session, String group, String region, List<InputLogEvent> batch) {
        cloud.call(
                session,
                trail.region(),
                LogsOps.PutLogEvents,
                PutLogEventsRequest.builder()
                        .logGroupName(group)
                        .logStreamName(stream(trail, region))
                        .logEvents(batch)
                        .build());
    }
}
