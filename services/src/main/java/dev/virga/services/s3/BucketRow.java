package dev.virga.services.s3;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bucket and its settings.
///
/// @param settings by the name of the subresource (`policy`, `tagging`), in the form in which it is
///     kept: the policy's text, else JSON of the model's shape
/// @param version of the row in the store
record BucketRow(
        String name, String account, String region, Instant created, Map<String, String> settings, long version) {
    static final String POLICY = "policy";
    static final String TAGGING = "tagging";
    static final String ENCRYPTION = "encryption";
    static final String PUBLIC_ACCESS_BLOCK = "publicAccessBlock";
    static final String NO_OWNERSHIP_CONTROLS = "noOwnershipControls";

    /// Set when the policy is public.
    static final String PUBLIC = "public";

    /// Set while the bucket is being deleted; whoever writes an object takes it away.
    private static final String DELETING = "deleting";

    @Nullable
    String policy() {
        return settings.get(POLICY);
    }

    boolean deleting() {
        return settings.containsKey(DELETING);
    }

    BucketRow deleting(boolean on) {
        return with(DELETING, on ? "1" : null);
    }

    /// @param value null removes it
    BucketRow with(String setting, @Nullable String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        if (value == null) {
            changed.remove(setting);
        } else {
            changed.put(setting, value);
        }
        return new BucketRow(name, account, region, created, changed, version);
    }
}
