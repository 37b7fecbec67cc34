package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of the template's parameters, for the places where SAM cannot wait for them.
final class SamParameters {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Za-z0-9:]+)\\}");

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

    private String substitute(String text) {
        return VARIABLE.matcher(text).replaceAll(match -> {
            Object value = values.get(match.group(1));
            boolean scalar = value != null && !(value instanceof Map) && !(value instanceof List);
            return Matcher.quoteReplacement(scalar ? String.valueOf(value) : match.group());
        });
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
        if (map.size() == 1 && map.get("Fn::Sub") instanceof String text) {
            return Tree.sub(substitute(text));
        }
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        map.forEach((name, item) -> result.put(String.valueOf(name), resolve(item)));
        return result;
    }
}
