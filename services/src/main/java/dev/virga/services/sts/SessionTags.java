package dev.virga.services.sts;

import dev.virga.api.sts.Tag;
import dev.virga.kernel.Caller;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The tags of a new session: those that are given with it, and those that the session which opens
/// it hands on because they are transitive.
///
/// @param all by key
/// @param transitive keys that the next role of a chain gets as well
record SessionTags(Map<String, String> all, Set<String> transitive) {
    private static final int MAX_TAGS = 50;
    private static final String RESERVED = "aws:";

    static final SessionTags NONE = new SessionTags(Map.of(), Set.of());

    /// @param given with the request
    /// @param transitiveKeys of those tags
    /// @param opener whose transitive tags are handed on
    static SessionTags of(@Nullable List<Tag> given, @Nullable List<String> transitiveKeys, Caller opener) {
        Map<String, String> tags = inherited(opener);
        Set<String> transitive = new LinkedHashSet<>(tags.keySet());
        for (Tag tag : given == null ? List.<Tag>of() : given) {
            if (tag.key().toLowerCase(Locale.ROOT).startsWith(RESERVED)) {
                throw StsErrors.validation("Tag keys starting with 'aws:' are reserved for internal use.");
            }
            if (find(transitive, tag.key()) != null) {
                throw StsErrors.validation(
                        "The tag key " + tag.key() + " is transitive in the session of the caller and cannot be set.");
            }
            if (find(tags.keySet(), tag.key()) != null) {
                throw StsErrors.validation("Duplicate tag keys found. Please note that Tag keys are case insensitive.");
            }
            tags.put(tag.key(), tag.value());
        }
        if (tags.size() > MAX_TAGS) {
            throw StsErrors.validation("A session has at most " + MAX_TAGS + " tags.");
        }
        for (String key : transitiveKeys == null ? List.<String>of() : transitiveKeys) {
            String known = find(tags.keySet(), key);
            if (known == null) {
                throw StsErrors.validation("The transitive tag key " + key + " is not among the tags of the session.");
            }
            transitive.add(known);
        }
        return new SessionTags(tags, transitive);
    }

    private static Map<String, String> inherited(Caller opener) {
        Map<String, String> tags = new LinkedHashMap<>();
        Caller.Token token = opener.token();
        if (token != null) {
            for (Map.Entry<String, String> tag : opener.sessionTags().entrySet()) {
                if (find(token.transitiveTags(), tag.getKey()) != null) {
                    tags.put(tag.getKey(), tag.getValue());
                }
            }
        }
        return tags;
    }

    private static @Nullable String find(Set<String> keys, String key) {
        for (String known : keys) {
            if (known.equalsIgnoreCase(key)) {
                return known;
            }
        }
        return null;
    }

    boolean isEmpty() {
        return all.isEmpty();
    }

    /// What policies may ask about them.
    void addConditions(Map<String, List<String>> keys) {
        if (all.isEmpty()) {
            return;
        }
        keys.put("aws:TagKeys", new ArrayList<>(all.keySet()));
        all.forEach((key, value) -> keys.put("aws:RequestTag/" + key, List.of(value)));
        if (!transitive.isEmpty()) {
            keys.put("sts:TransitiveTagKeys", new ArrayList<>(transitive));
        }
    }

    int bytes() {
        int bytes = 0;
        for (Map.Entry<String, String> tag : all.entrySet()) {
            bytes += (tag.getKey() + tag.getValue()).getBytes(StandardCharsets.UTF_8).length;
        }
        return bytes;
    }
}
