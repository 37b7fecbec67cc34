package dev.virga.services.s3;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A bucket and its settings.
///
/// @param settings by the name of the subresource (`policy`, `tagging`), in the form in which it
///     is kept:
///     the policy's text, else JSON of the model's shape
/// @param version of the row in the store
record BucketRow(
        String name, String account, String region, Instant created, Map<String, String> settings, long version) {
    static final String POLICY = "policy";
    static final String TAGGING = "tagging";

    @Nullable String policy() {
        return settings.get(POLICY);
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
