package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The values of the template's parameters, for the places where SAM cannot wait for them.
final class SamParameters {
    private final Map<String, Object> values = new HashMap<>();

    SamParameters(Map<String, @Nullable Object> template, Map<String, Object> given, @Nullable String region) {
        Tree.objectOrEmpty(template.get("Parameters")).forEach((name, declaration) -> {
            Object ordinary = Tree.objectOrEmpty(declaration).get("Default");
            if (ordinary != null) {
                values.put(name, ordinary);
            }
        });
        if (region != null) {
            values.put("AWS::Region", region);
            values.put("AWS::Partition", partition(region));
        }
        values.putAll(given);
    }

    static String partition(String region) {
        if (region.startsWith("cn-")) {
            return "aws-cn";
        }
        return region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    }

    String partition() {
        return values.get("AWS::Partition") instanceof String text ? text : "aws";
    }

    /// A copy of the tree in which every Ref to a parameter, also inside Fn::Sub, is its value.
    @Nullable
    Object resolve(@Nullable Object value) {
        if (value instanceof List<?> list) {
            List<@Nullable Object> result = new ArrayList<>();
            for (Object item : list) {
                result.add(resolve(item));
            }
            return result;
        }
        if (!(value instanceof Map<?, ?> map)) {
            return value;
        }
        if (map.size() == 1 && map.get("Ref") instanceof String name && values.containsKey(name)) {
            return Tree.copy(values.get(name));
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((name, item) -> result.put(String.valueOf(name), resolve(item)));
        return result;
    }
}
