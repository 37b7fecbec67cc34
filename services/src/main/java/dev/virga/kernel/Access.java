package dev.virga.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that IAM has to allow before an operation runs.
///
/// @param action e.g. `dynamodb:PutItem`
/// @param resource ARN, or `*`
/// @param owner account of the resource when its ARN has none (S3), or null
/// @param resourcePolicy policy document attached to the resource, or null
/// @param conditions values of the service's own condition keys, e.g. `dynamodb:LeadingKeys`
public record Access(
        String action,
        String resource,
        @Nullable String owner,
        @Nullable String resourcePolicy,
        Map<String, List<String>> conditions) {
    public static Access to(String action, String resource) {
        return new Access(action, resource, null, null, Map.of());
    }

    /// The same for another action.
    public Access forAction(String other) {
        return new Access(other, resource, owner, resourcePolicy, conditions);
    }

    public Access ownedBy(@Nullable String account) {
        return new Access(action, resource, account, resourcePolicy, conditions);
    }

    public Access withResourcePolicy(@Nullable String document) {
        return new Access(action, resource, owner, document, conditions);
    }

    /// These beside those that are there.
    public Access withConditions(Map<String, List<String>> values) {
        Map<String, List<String>> all = values;
        if (!conditions.isEmpty()) {
            all = new HashMap<>(conditions);
            all.putAll(values);
        }
        return new Access(action, resource, owner, resourcePolicy, all);
    }
}
