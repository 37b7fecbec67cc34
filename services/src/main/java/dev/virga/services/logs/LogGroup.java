package dev.virga.services.logs;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A log group: streams that share retention and permissions.
///
/// @param id names the group in keys, so that a group which is made again under an old name is
///     empty
/// @param logGroupClass `STANDARD` or `INFREQUENT_ACCESS`
record LogGroup(
        String name,
        long id,
        long createdMillis,
        @Nullable Integer retentionDays,
        String logGroupClass,
        boolean deletionProtected,
        Map<String, String> tags) {
    private static final long DAY_MILLIS = 86_400_000;

    LogGroup withRetention(@Nullable Integer days) {
        return new LogGroup(name, id, createdMillis, days, logGroupClass, deletionProtected, tags);
    }

    LogGroup withTags(Map<String, String> others) {
        return new LogGroup(name, id, createdMillis, retentionDays, logGroupClass, deletionProtected, others);
    }

    /// Events before this time have expired; 0 when nothing expires.
    long expiredBefore(long nowMillis) {
        return retentionDays == null ? 0 : nowMillis - retentionDays * DAY_MILLIS;
    }
}
