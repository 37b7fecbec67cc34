package dev.virga.services.s3;

import dev.virga.api.s3.Tag;
import dev.virga.api.s3.Tagging;
import dev.virga.wire.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tags between the model's list and a map.
final class Tags {
    static final int MAX_ON_OBJECT = 10;
    static final int MAX_ON_BUCKET = 50;

    private Tags() {}

    static Map<String, String> read(Tagging tagging, int max) {
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : tagging.tagSet()) {
            if (tags.put(tag.key(), tag.value()) != null) {
                throw S3Errors.invalidTag("Cannot provide multiple Tags with the same key");
            }
        }
        ObjectRequest.checkTags(tags, max);
        return tags;
    }

    static List<Tag> list(Map<String, String> tags) {
        return tags.entrySet().stream()
                .map(e -> Tag.builder().key(e.getKey()).value(e.getValue()).build())
                .toList();
    }

    static String write(Map<String, String> tags) {
        return Json.write(tags);
    }

    static Map<String, String> parse(String json) {
        Map<String, String> tags = new LinkedHashMap<>();
        if (Json.parse(json) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> tags.put((String) key, (String) value));
        }
        return tags;
    }
}
