package dev.virga.services.logs;

import dev.virga.api.logs.TooManyTagsException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/// Tags of a log group.
final class LogsTags {
    private static final int MAX_TAGS = 50;

    private LogsTags() {}

    static LogGroup add(LogGroup group, Map<String, String> tags) {
        Map<String, String> all = new LinkedHashMap<>(group.tags());
        all.putAll(tags);
        checkCount(all);
        return group.withTags(all);
    }

    static LogGroup remove(LogGroup group, Collection<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>(group.tags());
        rest.keySet().removeAll(keys);
        return group.withTags(rest);
    }

    static void checkCount(Map<String, String> tags) {
        if (tags.size() > MAX_TAGS) {
            throw new TooManyTagsException("The maximum number of tags allowed for a resource is " + MAX_TAGS + ".");
        }
        for (String key : tags.keySet()) {
            if (key.startsWith("aws:")) {
                throw LogsErrors.invalid("aws: prefixed tag key names are not allowed for external use.");
            }
        }
    }
}
