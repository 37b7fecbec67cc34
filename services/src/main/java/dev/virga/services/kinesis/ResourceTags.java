package dev.virga.services.kinesis;

import dev.virga.api.kinesis.Tag;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Tags of a stream or consumer.
final class ResourceTags {
    static final int MAX_TAGS = 50;

    private ResourceTags() {}

    /// @throws dev.virga.wire.AwsException InvalidArgumentException
    static Map<String, String> of(@Nullable Map<String, String> tags) {
        return tags == null ? Map.of() : add(Map.of(), tags);
    }

    static Map<String, String> add(Map<String, String> before, Map<String, String> tags) {
        for (String key : tags.keySet()) {
            if (key.startsWith("aws:")) {
                throw KinesisErrors.invalid("Tag keys must not begin with aws:, which is reserved: " + key);
            }
        }
        Map<String, String> all = new TreeMap<>(before);
        all.putAll(tags);
        if (all.size() > MAX_TAGS) {
            throw KinesisErrors.invalid("A resource has at most " + MAX_TAGS + " tags.");
        }
        return all;
    }

    static Map<String, String> remove(Map<String, String> before, Collection<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>(before);
        rest.keySet().removeAll(keys);
        return rest;
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(tag ->
                        Tag.builder().key(tag.getKey()).value(tag.getValue()).build())
                .toList();
    }
}
