package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.Tag;
import dev.virga.kernel.Call;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Tags of a trail.
final class TrailTags {
    private static final int MAX_TAGS = 50;

    private TrailTags() {}

    /// Tags are asked for by ARN.
    static Trail trail(Trails trails, String id, Call call) {
        if (!id.startsWith("arn:")) {
            throw CloudTrailErrors.arn(id);
        }
        return trails.get(id, call);
    }

    static Map<String, String> add(Map<String, String> tags, List<Tag> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        for (Tag tag : more) {
            if (tag.key().startsWith("aws:")) {
                throw CloudTrailErrors.tag("Tag keys must not start with aws:.");
            }
            all.put(tag.key(), tag.value() == null ? "" : tag.value());
        }
        if (all.size() > MAX_TAGS) {
            throw CloudTrailErrors.tooManyTags(MAX_TAGS);
        }
        return all;
    }

    static Map<String, String> remove(Map<String, String> tags, List<Tag> some) {
        Map<String, String> rest = new LinkedHashMap<>(tags);
        some.forEach(tag -> rest.remove(tag.key()));
        return rest;
    }

    static List<Tag> shapes(Map<String, String> tags) {
        List<Tag> all = new ArrayList<>();
        tags.forEach((key, value) -> all.add(
                Tag.builder().key(key).value(value.isEmpty() ? null : value).build()));
        return all;
    }
}
