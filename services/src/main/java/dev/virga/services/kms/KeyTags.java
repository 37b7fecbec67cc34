package dev.virga.services.kms;

import dev.virga.api.kms.Tag;
import dev.virga.api.kms.TagException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tags of a key.
final class KeyTags {
    private static final int MAX_TAGS = 50;

    private KeyTags() {}

    /// @throws dev.virga.wire.AwsException TagException, LimitExceededException
    static Map<String, String> added(Map<String, String> before, @Nullable List<Tag> tags) {
        if (tags == null) {
            return before;
        }
        Map<String, String> all = new LinkedHashMap<>(before);
        Map<String, String> given = new LinkedHashMap<>();
        for (Tag tag : tags) {
            if (tag.tagKey().startsWith("aws:")) {
                throw new TagException("Tags beginning with aws: are reserved");
            }
            if (given.put(tag.tagKey(), tag.tagValue()) != null) {
                throw new TagException("Duplicate tag keys");
            }
            all.put(tag.tagKey(), tag.tagValue());
        }
        if (all.size() > MAX_TAGS) {
            throw KmsErrors.limit("The maximum number of tags for a KMS key is " + MAX_TAGS + ".");
        }
        return all;
    }
}
