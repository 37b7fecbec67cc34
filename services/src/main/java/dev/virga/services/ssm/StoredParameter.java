package dev.virga.services.ssm;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A parameter: its latest version and what belongs to all versions.
///
/// @param oldest number of the first version that is kept
/// @param labels version of each label
/// @param expiresMillis when its policy deletes it, or null
/// @param policies for other accounts: JSON by id
record StoredParameter(
        String name,
        ParameterVersion latest,
        long oldest,
        Map<String, Long> labels,
        Map<String, String> tags,
        @Nullable Long expiresMillis,
        Map<String, String> policies) {
    List<String> labelsOf(long version) {
        return labels.entrySet().stream()
                .filter(label -> label.getValue() == version)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }

    StoredParameter withLabels(Map<String, Long> others) {
        return new StoredParameter(name, latest, oldest, others, tags, expiresMillis, policies);
    }

    StoredParameter withTags(Map<String, String> others) {
        return new StoredParameter(name, latest, oldest, labels, others, expiresMillis, policies);
    }

    StoredParameter withPolicies(Map<String, String> others) {
        return new StoredParameter(name, latest, oldest, labels, tags, expiresMillis, others);
    }

    StoredParameter with(ParameterVersion next, long first, @Nullable Long expires) {
        return new StoredParameter(name, next, first, labels, tags, expires, policies);
    }

    /// All policies for other accounts as one document, or null.
    @Nullable
    String policy() {
        if (policies.isEmpty()) {
            return null;
        }
        return ResourcePolicies.document(new LinkedHashMap<>(policies).values());
    }
}
