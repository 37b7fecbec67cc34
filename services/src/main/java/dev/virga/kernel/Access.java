package dev.virga.kernel;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One thing that IAM has to allow before an operation runs.
///
/// @param action e.g. `dynamodb:PutItem`
/// @param resource ARN, or `*`
/// @param resourcePolicy policy document attached to the resource, or null
/// @param conditions values of the service's own condition keys, e.g. `dynamodb:LeadingKeys`
public record Access(
        String action, String resource, @Nullable String resourcePolicy, Map<String, List<String>> conditions) {
    public static Access to(String action, String resource) {
        return new Access(action, resource, null, Map.of());
    }

    public Access withResourcePolicy(@Nullable String document) {
        return new Access(action, resource, document, conditions);
    }

    public Access withConditions(Map<String, List<String>> values) {
        return new Access(action, resource, resourcePolicy, values);
    }
}
