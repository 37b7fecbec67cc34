package dev.virga.services.iam;

import dev.virga.api.iam.Tag;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tags of users, roles and policies. Their keys differ without case.
final class Tags {
    private static final String RESERVED = "aws:";

    private Tags() {}

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
                .toList();
    }

    /// In the order of keys.
    static Page<Tag> page(Map<String, String> tags, @Nullable String marker, @Nullable Integer maxItems) {
        return Page.of(list(new TreeMap<>(tags)), Tag::key, marker, maxItems);
    }

    /// The tags given at creation.
    static Map<String, String> first(@Nullable List<Tag> tags) {
        if (tags == null) {
            return Map.of();
        }
        Map<String, String> result = merged(Map.of(), tags);
        if (result.size() != tags.size()) {
            throw IamErrors.invalidInput("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
        }
        return result;
    }

    static Map<String, String> merged(Map<String, String> old, List<Tag> more) {
        Map<String, String> result = new LinkedHashMap<>(old);
        for (Tag tag : more) {
            if (tag.key().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw IamErrors.invalidInput("Tag keys cannot start with the reserved prefix 'aws:'.");
            }
            result.keySet().removeIf(key -> key.equalsIgnoreCase(tag.key()));
            result.put(tag.key(), tag.value());
        }
        if (result.size() > Quotas.TAGS) {
            throw IamErrors.quota("TagsPerResource", Quotas.TAGS);
        }
        return result;
    }

    static Map<String, String> without(Map<String, String> old, List<String> keys) {
        Map<String, String> result = new LinkedHashMap<>(old);
        for (String key : keys) {
            result.keySet().removeIf(key::equalsIgnoreCase);
        }
        return result;
    }
}
