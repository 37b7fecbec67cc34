package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.DescribeSecretResponse;
import dev.virga.api.secretsmanager.RotationRulesType;
import dev.virga.api.secretsmanager.SecretListEntry;
import dev.virga.api.secretsmanager.SecretVersionsListEntry;
import dev.virga.services.secretsmanager.SecretTable.Found;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Secrets and versions as answers show them.
final class SecretViews {
    private static final long DAY_MILLIS = 86_400_000;
    private static final String DEFAULT_KEY = "DefaultEncryptionKey";

    private SecretViews() {}

    static DescribeSecretResponse described(Found found) {
        Secret secret = found.secret();
        Rotation rotation = secret.rotation();
        return DescribeSecretResponse.builder()
                .arn(found.arn())
                .name(secret.name())
                .description(secret.description())
                .kmsKeyId(found.keyId())
                .rotationEnabled(rotation.functionArn() == null ? null : (Boolean) rotation.enabled())
                .rotationLambdaARN(rotation.functionArn())
                .rotationRules(rules(rotation))
                .lastRotatedDate(instant(rotation.lastMillis()))
                .lastChangedDate(instant(secret.dates().changedMillis()))
                .lastAccessedDate(accessed(found))
                .deletedDate(instant(secret.dates().deletedMillis()))
                .nextRotationDate(nextRotation(rotation))
                .tags(secret.tags().isEmpty() ? null : SecretTags.list(secret.tags()))
                .versionIdsToStages(stages(secret))
                .createdDate(instant(created(found)))
                .primaryRegion(found.primaryRegion())
                .replicationStatus(Replication.status(secret))
                .build();
    }

    static SecretListEntry listed(Found found) {
        DescribeSecretResponse all = described(found);
        return SecretListEntry.builder()
                .arn(all.arn())
                .name(all.name())
                .description(all.description())
                .kmsKeyId(all.kmsKeyId())
                .rotationEnabled(all.rotationEnabled())
                .rotationLambdaARN(all.rotationLambdaARN())
                .rotationRules(all.rotationRules())
                .lastRotatedDate(all.lastRotatedDate())
                .lastChangedDate(all.lastChangedDate())
                .lastAccessedDate(all.lastAccessedDate())
                .deletedDate(all.deletedDate())
                .nextRotationDate(all.nextRotationDate())
                .tags(all.tags())
                .secretVersionsToStages(all.versionIdsToStages())
                .createdDate(all.createdDate())
                .primaryRegion(all.primaryRegion())
                .build();
    }

    static SecretVersionsListEntry listed(Found found, SecretVersion version) {
        String key = found.copy() == null ? version.keyId() : found.copy().keyId();
        return SecretVersionsListEntry.builder()
                .versionId(version.id())
                .versionStages(version.stages().isEmpty() ? null : version.stages())
                .createdDate(instant(version.createdMillis()))
                .lastAccessedDate(day(version.accessedDay()))
                .kmsKeyIds(List.of(key == null ? DEFAULT_KEY : key))
                .build();
    }

    static long created(Found found) {
        return found.copy() == null
                ? found.secret().dates().createdMillis()
                : found.copy().createdMillis();
    }

    static @Nullable Instant accessed(Found found) {
        return day(
                found.copy() == null
                        ? found.secret().dates().accessedDay()
                        : found.copy().accessedDay());
    }

    private static @Nullable Map<String, List<String>> stages(Secret secret) {
        Map<String, List<String>> stages = new LinkedHashMap<>();
        for (SecretVersion version : secret.versions().all()) {
            if (!version.stages().isEmpty()) {
                stages.put(version.id(), version.stages());
            }
        }
        return stages.isEmpty() ? null : stages;
    }

    private static @Nullable RotationRulesType rules(Rotation rotation) {
        return rotation.days() == null && rotation.expression() == null
                ? null
                : RotationRulesType.builder()
                        .automaticallyAfterDays(rotation.days())
                        .scheduleExpression(rotation.expression())
                        .duration(rotation.duration())
                        .build();
    }

    private static @Nullable Instant nextRotation(Rotation rotation) {
        RotationSchedule schedule = rotation.schedule();
        Long next = rotation.timerMillis();
        return schedule == null || next == null || rotation.running() ? null : schedule.end(Instant.ofEpochMilli(next));
    }

    private static @Nullable Instant instant(@Nullable Long millis) {
        return millis == null ? null : Instant.ofEpochMilli(millis);
    }

    private static @Nullable Instant day(@Nullable Long day) {
        return day == null ? null : Instant.ofEpochMilli(day * DAY_MILLIS);
    }
}
