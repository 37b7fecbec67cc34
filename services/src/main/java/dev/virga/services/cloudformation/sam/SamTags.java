package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Tags: objects in a serverless template, lists of Key and Value in most of CloudFormation.
final class SamTags {
    private SamTags() {}

    /// The list with SAM's own mark in it.
    static List<@Nullable Object> list(String mark, @Nullable Object tags) {
        List<@Nullable Object> result = Tree.list(Tree.map("Key", mark, "Value", "SAM"));
        result.addAll(list(tags));
        return result;
    }

    static List<@Nullable Object> list(@Nullable Object tags) {
        List<@Nullable Object> result = Tree.list();
        Tree.objectOrEmpty(tags).forEach((key, value) -> {
            Map<String, @Nullable Object> tag = Tree.map("Key", key);
            tag.put("Value", value == null ? "" : value);
            result.add(tag);
        });
        return result;
    }

    static Map<String, @Nullable Object> object(String mark, @Nullable Object tags) {
        Map<String, @Nullable Object> result = Tree.map(mark, "SAM");
        result.putAll(Tree.objectOrEmpty(Tree.copy(tags)));
        return result;
    }
}
