package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The OpenAPI definition of an HTTP API, as functions add their routes to it.
///
/// Conditions wrap parts of it: a path or a method may stand inside an Fn::If. Changes reach the
/// parts inside.
final class OpenApi {
    static final String ANY_METHOD = "x-amazon-apigateway-any-method";
    static final String DEFAULT_PATH = "$default";
    private static final String INTEGRATION = "x-amazon-apigateway-integration";

    private final Map<String, @Nullable Object> document;

    OpenApi(Map<String, @Nullable Object> document) {
        this.document = document;
    }

    static Map<String, @Nullable Object> empty() {
        return Tree.map(
                "openapi", "3.0.1",
                "info", Tree.map("version", "1.0", "title", Tree.ref("AWS::StackName")),
                "paths", Tree.map());
    }

    static boolean isValid(@Nullable Object value) {
        Map<String, @Nullable Object> map = Tree.object(value);
        return map != null
                && map.get("paths") instanceof Map
                && (map.get("openapi") != null || map.get("swagger") != null);
    }

    static String method(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.equals("any") ? ANY_METHOD : lower;
    }

    Map<String, @Nullable Object> paths() {
        return Tree.child(document, "paths");
    }

    /// The objects that a value stands for: itself, or those inside an Fn::If.
    static List<Map<String, @Nullable Object>> contents(@Nullable Object value) {
        List<@Nullable Object> branches = Tree.branches(value);
        List<@Nullable Object> candidates = branches == null ? Tree.list(value) : branches.subList(1, 3);
        return candidates.stream()
                .filter(item -> item instanceof Map && !Tree.isNoValue(item))
                .map(Tree::objectOrEmpty)
                .toList();
    }

    /// Every definition of a method, in order of paths.
    List<Map<String, @Nullable Object>> definitions(String path, String method) {
        return contents(paths().get(path)).stream()
                .flatMap(item -> contents(item.get(method)).stream())
                .toList();
    }

    boolean hasIntegration(String path, String method) {
        return definitions(path, method).stream().anyMatch(definition -> definition.get(INTEGRATION) != null);
    }

    void addPath(String path, String method) {
        Map<String, @Nullable Object> paths = paths();
        if (paths.get(path) == null) {
            paths.put(path, Tree.map());
        }
        for (Map<String, @Nullable Object> item : contents(paths.get(path))) {
            if (item.get(method) == null) {
                item.put(method, Tree.map());
            }
        }
    }

    void integrate(String path, String method, SamTarget target, @Nullable String condition) {
        addPath(path, method);
        Object uri = Tree.sub("arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                + target.variable() + "/invocations");
        for (Map<String, @Nullable Object> item : contents(paths().get(path))) {
            for (Map<String, @Nullable Object> definition : contents(item.get(method))) {
                definition.put(
                        INTEGRATION,
                        Tree.map(
                                "type", "aws_proxy",
                                "httpMethod", "POST",
                                "payloadFormatVersion", "2.0",
                                "uri", condition == null ? uri : Tree.when(condition, uri, Tree.noValue())));
                definition.putIfAbsent("responses", Tree.map());
                if (path.equals(DEFAULT_PATH) && method.equals(ANY_METHOD)) {
                    definition.put("isDefaultRoute", true);
                }
            }
            if (condition != null && Tree.branches(item.get(method)) == null) {
                item.put(method, Tree.when(condition, item.get(method), Tree.noValue()));
            }
        }
    }

    void setOnIntegration(String path, String method, String name, @Nullable Object value) {
        for (Map<String, @Nullable Object> definition : definitions(path, method)) {
            Tree.child(definition, INTEGRATION).put(name, value);
        }
    }

    void addPathParameters(String path, String method, List<String> names) {
        for (Map<String, @Nullable Object> definition : definitions(path, method)) {
            List<@Nullable Object> parameters = Tree.items(definition.get("parameters"));
            if (parameters == null) {
                parameters = Tree.list();
                definition.put("parameters", parameters);
            }
            for (String name : names) {
                boolean known = false;
                for (Object item : parameters) {
                    Map<String, @Nullable Object> parameter = Tree.objectOrEmpty(item);
                    if (name.equals(parameter.get("name")) && "path".equals(parameter.get("in"))) {
                        parameter.put("required", true);
                        known = true;
                    }
                }
                if (!known) {
                    parameters.add(Tree.map("name", name, "in", "path", "required", true));
                }
            }
        }
    }

    /// Whether the default route already leads to the target, so that its permission covers any
    /// route.
    boolean defaultRouteLeadsTo(SamTarget target) {
        return definitions(DEFAULT_PATH, ANY_METHOD).stream()
                .anyMatch(
                        definition -> SamHash.json(definition.get(INTEGRATION)).contains(target.variable()));
    }

    void addTags(Map<String, @Nullable Object> tags) {
        Object given = document.get("tags");
        if (given != null && !(given instanceof List)) {
            throw SamInvalid.document(
                    "Tags in OpenApi DefinitionBody needs to be a list. " + python(given) + " is a dict not a list.");
        }
        List<@Nullable Object> result = Tree.itemsOrEmpty(given);
        tags.forEach((name, value) -> {
            boolean known = result.stream()
                    .anyMatch(tag -> name.equals(Tree.objectOrEmpty(tag).get("name")));
            if (!known) {
                result.add(Tree.map("name", name, "x-amazon-apigateway-tag-value", value));
            }
        });
        document.put("tags", result);
    }

    /// A value as SAM prints it in messages.
    static String python(@Nullable Object value) {
        return SamHash.json(value).replace("\"", "'").replace("':", "': ");
    }
}
