package dev.virga.kernel.policy;

import dev.virga.kernel.policy.Explanation.Kind;
import dev.virga.kernel.policy.Explanation.Says;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An explanation as JSON: how it is stored, and shown to programs. What is not known is left out.
public final class ExplanationJson {
    private ExplanationJson() {}

    public static Map<String, Object> write(Explanation it) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("principal", it.principal());
        json.put("action", it.action());
        json.put("resource", it.resource());
        json.put("allowed", it.allowed());
        json.put("because", it.because());
        put(json, "source", it.source());
        put(json, "sid", it.sid());
        json.put("policies", it.policies().stream().map(ExplanationJson::policy).toList());
        json.put("cutOff", it.cutOff());
        return json;
    }

    private static Map<String, Object> policy(Explanation.Policy it) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("kind", it.kind().name());
        json.put("name", it.name());
        put(json, "owner", it.owner());
        json.put("says", it.says().name());
        json.put(
                "statements",
                it.statements().stream().map(ExplanationJson::statement).toList());
        return json;
    }

    private static Map<String, Object> statement(Explanation.Statement it) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("number", (long) it.number());
        put(json, "sid", it.sid());
        json.put("effect", it.allow() ? "Allow" : "Deny");
        json.put("action", it.action());
        json.put("resource", it.resource());
        put(json, "principal", it.principal());
        json.put("conditions", it.tests().stream().map(ExplanationJson::test).toList());
        json.put("says", it.says().name());
        json.put(it.notAction() ? "notActions" : "actions", it.actions());
        json.put(it.notResource() ? "notResources" : "resources", it.resources());
        return json;
    }

    private static Map<String, Object> test(Explanation.Test it) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("operator", it.operator());
        json.put("key", it.key());
        json.put("expected", it.expected());
        put(json, "actual", it.actual());
        json.put("holds", it.holds());
        return json;
    }

    private static void put(Map<String, Object> json, String name, @Nullable Object value) {
        if (value != null) {
            json.put(name, value);
        }
    }

    /// @throws IllegalStateException when it is something else
    public static Explanation read(@Nullable Object json) {
        Map<?, ?> map = map(json);
        return new Explanation(
                text(map, "principal"),
                text(map, "action"),
                text(map, "resource"),
                flag(map, "allowed"),
                text(map, "because"),
                optional(map, "source"),
                optional(map, "sid"),
                list(map, "policies").stream().map(ExplanationJson::readPolicy).toList(),
                flag(map, "cutOff"));
    }

    private static Explanation.Policy readPolicy(@Nullable Object json) {
        Map<?, ?> map = map(json);
        return new Explanation.Policy(
                Kind.valueOf(text(map, "kind")),
                text(map, "name"),
                optional(map, "owner"),
                Says.valueOf(text(map, "says")),
                list(map, "statements").stream()
                        .map(ExplanationJson::readStatement)
                        .toList());
    }

    private static Explanation.Statement readStatement(@Nullable Object json) {
        Map<?, ?> map = map(json);
        boolean notAction = map.containsKey("notActions");
        boolean notResource = map.containsKey("notResources");
        return new Explanation.Statement(
                map.get("number") instanceof Long number ? number.intValue() : 0,
                optional(map, "sid"),
                text(map, "effect").equals("Allow"),
                flag(map, "action"),
                flag(map, "resource"),
                map.get("principal") instanceof Boolean principal ? principal : null,
                list(map, "conditions").stream().map(ExplanationJson::readTest).toList(),
                Says.valueOf(text(map, "says")),
                notAction,
                texts(list(map, notAction ? "notActions" : "actions")),
                notResource,
                texts(list(map, notResource ? "notResources" : "resources")));
    }

    private static Explanation.Test readTest(@Nullable Object json) {
        Map<?, ?> map = map(json);
        return new Explanation.Test(
                text(map, "operator"),
                text(map, "key"),
                texts(list(map, "expected")),
                map.get("actual") instanceof List<?> actual ? texts(actual) : null,
                flag(map, "holds"));
    }

    private static Map<?, ?> map(@Nullable Object json) {
        if (json instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalStateException("an explanation cannot be read");
    }

    private static List<?> list(Map<?, ?> map, String name) {
        return map.get(name) instanceof List<?> list ? list : List.of();
    }

    private static List<String> texts(List<?> list) {
        return list.stream().map(String::valueOf).toList();
    }

    private static String text(Map<?, ?> map, String name) {
        String text = optional(map, name);
        return text == null ? "" : text;
    }

    private static @Nullable String optional(Map<?, ?> map, String name) {
        return map.get(name) instanceof String text ? text : null;
    }

    private static boolean flag(Map<?, ?> map, String name) {
        return Boolean.TRUE.equals(map.get(name));
    }
}
