package dev.virga.services.cloudformation.sam;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// All HTTP APIs of a template, prepared before its functions are translated.
///
/// Each that has no definition gets an empty one which the transform manages; events that name no
/// API share one implicit API; every route that a function wants is entered in the managed
/// definitions.
final class SamHttpApis {
    static final String IMPLICIT = "ServerlessHttpApi";
    static final String TYPE = "AWS::Serverless::HttpApi";

    /// Operands that one Fn::Or can have.
    private static final int MAX_OR = 10;

    private final Translation translation;
    private final Set<String> managed = new HashSet<>();
    private final List<@Nullable String> conditions = new ArrayList<>();
    private final Map<String, List<@Nullable String>> pathConditions = new LinkedHashMap<>();
    private final List<Map<String, @Nullable Object>> users = new ArrayList<>();

    SamHttpApis(Translation translation) {
        this.translation = translation;
    }

    void prepare() {
        translation.resources().forEach((id, value) -> {
            Map<String, @Nullable Object> resource = Tree.objectOrEmpty(value);
            if (TYPE.equals(resource.get("Type"))) {
                Map<String, @Nullable Object> properties = Tree.child(resource, "Properties");
                if (properties.get("DefinitionBody") == null && properties.get("DefinitionUri") == null) {
                    properties.put("DefinitionBody", OpenApi.empty());
                    managed.add(id);
                }
            }
        });
        List.copyOf(translation.resources().keySet()).forEach(id -> {
            Map<String, @Nullable Object> resource =
                    Tree.objectOrEmpty(translation.resources().get(id));
            if ("AWS::Serverless::Function".equals(resource.get("Type"))) {
                enter(new SamResource(translation, id, resource));
            }
        });
        addConditions();
    }

    private void enter(SamResource function) {
        Tree.objectOrEmpty(function.get("Events")).forEach((eventId, value) -> {
            if (!"HttpApi".equals(Tree.objectOrEmpty(value).get("Type"))) {
                return;
            }
            try {
                enter(function, new SamEvent(function, eventId, value));
            } catch (SamInvalid e) {
                translation.error(e);
            }
        });
    }

    private void enter(SamResource function, SamEvent event) {
        Map<String, @Nullable Object> properties = event.properties();
        if (properties.get("ApiId") == null) {
            properties.put("ApiId", Tree.ref(IMPLICIT));
        }
        String apiId = apiId(event);
        checkRoute(event);
        String path = String.valueOf(properties.get("Path"));
        String method = String.valueOf(properties.get("Method"));
        if (apiId == null) {
            return;
        }
        if (apiId.equals(IMPLICIT)) {
            implicit();
            conditions.add(function.condition());
            pathConditions.computeIfAbsent(path, key -> new ArrayList<>()).add(function.condition());
            users.add(function.resource());
        }
        Map<String, @Nullable Object> api =
                Tree.objectOrEmpty(translation.resources().get(apiId));
        Object body = Tree.objectOrEmpty(api.get("Properties")).get("DefinitionBody");
        if (managed.contains(apiId) && OpenApi.isValid(body)) {
            new OpenApi(Tree.objectOrEmpty(body)).addPath(path, OpenApi.method(method));
        }
    }

    /// The logical id of the API in this template that an event names; null when it lies elsewhere.
    @Nullable
    String apiId(SamEvent event) {
        Object given = event.get("ApiId");
        if (given instanceof String) {
            return null;
        }
        Object resolved = event.resolved("ApiId");
        if (resolved instanceof String) {
            return null;
        }
        if (!(Tree.objectOrEmpty(given).get("Ref") instanceof String id)) {
            if (Tree.isIntrinsic(given) && !Tree.objectOrEmpty(given).containsKey("Ref")) {
                return null;
            }
            throw event.invalid("Property 'ApiId' should be a string.");
        }
        Object type = Tree.objectOrEmpty(translation.resources().get(id)).get("Type");
        if (!TYPE.equals(type) && !"AWS::ApiGatewayV2::Api".equals(type) && !id.equals(IMPLICIT)) {
            throw event.invalid(
                    "ApiId must be a valid reference to an 'AWS::Serverless::HttpApi' resource in same" + " template.");
        }
        return id;
    }

    private void checkRoute(SamEvent event) {
        Map<String, @Nullable Object> properties = event.properties();
        Object path = properties.get("Path");
        Object method = properties.get("Method");
        if (path == null && method == null) {
            properties.put("Path", OpenApi.DEFAULT_PATH);
            properties.put("Method", OpenApi.ANY_METHOD);
            return;
        }
        for (String name : List.of("Path", "Method")) {
            Object value = event.resolved(name);
            if (value == null) {
                throw event.invalid("Property '" + name + "' is required.");
            }
            if (!(value instanceof String)) {
                throw event.invalid("Property '" + name + "' should be a string.");
            }
            properties.put(name, value);
        }
    }

    private void implicit() {
        if (translation.resources().containsKey(IMPLICIT)) {
            return;
        }
        Map<String, @Nullable Object> resource =
                Tree.map("Type", TYPE, "Properties", Tree.map("DefinitionBody", OpenApi.empty()));
        new SamGlobals(translation.template()).merge(resource);
        translation.resources().put(IMPLICIT, resource);
        managed.add(IMPLICIT);
    }

    /// The implicit API exists when any of its functions does; a path when any of its functions
    /// does.
    private void addConditions() {
        if (users.isEmpty()) {
            return;
        }
        Map<String, @Nullable Object> api =
                Tree.objectOrEmpty(translation.resources().get(IMPLICIT));
        String condition = combined(IMPLICIT + "Condition", conditions);
        if (condition != null) {
            api.put("Condition", condition);
        }
        for (String name : List.of("DeletionPolicy", "UpdateReplacePolicy")) {
            strictest(name, api);
        }
        Map<String, @Nullable Object> body = Tree.child(Tree.child(api, "Properties"), "DefinitionBody");
        Map<String, @Nullable Object> paths = new OpenApi(body).paths();
        pathConditions.forEach((path, wanted) -> {
            String name = IMPLICIT + SamHash.of(path) + "PathCondition";
            String chosen = combined(name, wanted);
            if (chosen != null && paths.get(path) != null) {
                paths.put(path, Tree.when(chosen, paths.get(path), Tree.noValue()));
            }
        });
    }

    private void strictest(String attribute, Map<String, @Nullable Object> api) {
        for (String policy : List.of("Retain", "Delete")) {
            if (users.stream().anyMatch(user -> policy.equals(user.get(attribute)))) {
                api.put(attribute, policy);
                return;
            }
        }
    }

    /// The condition that holds when one of them does; null when one user has no condition.
    private @Nullable String combined(String name, List<@Nullable String> wanted) {
        Set<String> unique = new TreeSet<>();
        for (String condition : wanted) {
            if (condition == null) {
                return null;
            }
            unique.add(condition);
        }
        if (unique.size() == 1) {
            return unique.iterator().next();
        }
        List<String> operands = new ArrayList<>(unique);
        int made = 0;
        while (operands.size() > MAX_OR) {
            String part = name + ++made;
            List<String> first = operands.subList(0, MAX_OR);
            translation.conditions().put(part, or(first));
            first.clear();
            operands.add(part);
        }
        translation.conditions().put(name, or(operands));
        return name;
    }

    private static Map<String, @Nullable Object> or(List<String> operands) {
        List<@Nullable Object> list = new ArrayList<>();
        operands.forEach(operand -> list.add(Tree.map("Condition", operand)));
        return Tree.map("Fn::Or", list);
    }

    boolean isManaged(String apiId) {
        return managed.contains(apiId);
    }
}
