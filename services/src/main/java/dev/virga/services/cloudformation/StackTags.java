package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.Tag;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tags of a stack, which its resources get as well.
final class StackTags {
    private static final int MAX_TAGS = 50;

    private StackTags() {}

    static Map<String, String> of(@Nullable List<Tag> given, Map<String, String> otherwise) {
        if (given == null) {
            return otherwise;
        }
        Map<String, String> tags = new LinkedHashMap<>();
        for (Tag tag : given) {
            if (tag.key().startsWith("aws:")) {
                throw CfnErrors.validation("aws: prefixed tag key names are not allowed for external use.");
            }
            tags.put(tag.key(), tag.value());
        }
        if (tags.size() > MAX_TAGS) {
            throw CfnErrors.validation("A stack can have at most " + MAX_TAGS + " tags");
        }
        return tags;
    }

    static List<Tag> shown(Map<String, String> tags) {
        List<Tag> shown = new ArrayList<>();
        tags.forEach(
                (key, value) -> shown.add(Tag.builder().key(key).value(value).build()));
        return shown;
    }

    /// The properties with the stack's tags under the resource's own.
    static Properties added(ResourceType type, Properties properties, Map<String, String> tags) {
        if (tags.isEmpty() || type.tagging() == ResourceType.TagForm.NONE) {
            return properties;
        }
        Map<String, String> all = new LinkedHashMap<>(tags);
        all.putAll(properties.tags("Tags"));
        if (type.tagging() == ResourceType.TagForm.MAP) {
            return properties.with("Tags", all);
        }
        List<Object> list = new ArrayList<>();
        all.forEach((key, value) -> list.add(new LinkedHashMap<>(Map.of("Key", key, "Value", value))));
        return properties.with("Tags", list);
    }
}
