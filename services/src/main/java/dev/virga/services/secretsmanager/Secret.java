package dev.virga.services.secretsmanager;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A secret without its values.
///
/// @param suffix six random characters at the end of its ARN; a secret that is made again under an
///     old name has others
/// @param replicas copies in other regions
record Secret(
        String name,
        String suffix,
        @Nullable String description,
        @Nullable String keyId,
        @Nullable String policy,
        Dates dates,
        Map<String, String> tags,
        Rotation rotation,
        List<Replica> replicas,
        Versions versions) {
    /// @param accessedDay last day on which a value was read, in days since 1970, or null
    /// @param deletedMillis when it was marked for deletion, or null
    /// @param goneMillis when it will be deleted, or null
    record Dates(
            long createdMillis,
            long changedMillis,
            @Nullable Long accessedDay,
            @Nullable Long deletedMillis,
            @Nullable Long goneMillis) {
        Dates changed(long millis) {
            return new Dates(createdMillis, millis, accessedDay, deletedMillis, goneMillis);
        }

        Dates accessed(long day) {
            return new Dates(createdMillis, changedMillis, day, deletedMillis, goneMillis);
        }

        Dates deleted(@Nullable Long millis, @Nullable Long gone) {
            return new Dates(createdMillis, changedMillis, accessedDay, millis, gone);
        }
    }

    /// A copy in another region.
    ///
    /// @param keyId KMS key there, or null for `aws/secretsmanager`
    /// @param failure why there is none, or null
    record Replica(
            String region, @Nullable String keyId, @Nullable String failure) {
        boolean inSync() {
            return failure == null;
        }
    }

    boolean deleted() {
        return dates.deletedMillis != null;
    }

    Secret with(Versions others) {
        return new Secret(name, suffix, description, keyId, policy, dates, tags, rotation, replicas, others);
    }

    Secret with(Dates others) {
        return new Secret(name, suffix, description, keyId, policy, others, tags, rotation, replicas, versions);
    }

    Secret with(Rotation other) {
        return new Secret(name, suffix, description, keyId, policy, dates, tags, other, replicas, versions);
    }

    Secret withTags(Map<String, String> others) {
        return new Secret(name, suffix, description, keyId, policy, dates, others, rotation, replicas, versions);
    }

    Secret withReplicas(List<Replica> others) {
        return new Secret(name, suffix, description, keyId, policy, dates, tags, rotation, others, versions);
    }

    Secret withPolicy(@Nullable String document) {
        return new Secret(name, suffix, description, keyId, document, dates, tags, rotation, replicas, versions);
    }

    Secret describedAs(@Nullable String text) {
        return new Secret(name, suffix, text, keyId, policy, dates, tags, rotation, replicas, versions);
    }

    Secret withKey(@Nullable String key) {
        return new Secret(name, suffix, description, key, policy, dates, tags, rotation, replicas, versions);
    }

    Secret changed(long nowMillis) {
        return with(dates.changed(nowMillis));
    }
}
