package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.Tag;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tags of a secret.
final class SecretTags {
    private static final int MAX_TAGS = 50;

    private SecretTags() {}

    /// @throws dev.virga.wire.AwsException InvalidParameterException, InvalidRequestException
    static Map<String, String> add(Map<String, String> tags, @Nullable List<Tag> more) {
        Map<String, String> all = new LinkedHashMap<>(tags);
        for (Tag tag : more == null ? List.<Tag>of() : more) {
            if (tag.key() == null) {
                throw SecretErrors.parameter("A tag must have a key.");
            }
            if (tag.key().startsWith("aws:")) {
                throw SecretErrors.parameter("Tag keys can't start with the prefix aws:, which is reserved.");
            }
            all.put(tag.key(), tag.value() == null ? "" : tag.value());
        }
        if (all.size() > MAX_TAGS) {
            throw SecretErrors.parameter("A secret can have at most " + MAX_TAGS + " tags.");
        }
        return all;
    }

    static Map<String, String> remove(Map<String, String> tags, Collection<String> keys) {
        Map<String, String> rest = new LinkedHashMap<>(tags);
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
