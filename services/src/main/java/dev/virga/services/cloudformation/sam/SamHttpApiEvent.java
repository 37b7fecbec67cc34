package dev.virga.services.cloudformation.sam;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// An event of type HttpApi: a route in the API's definition, and leave for the API to call the
/// function.
final class SamHttpApiEvent {
    private static final Pattern PARAMETER = Pattern.compile("\\{([^}]*)\\}");

    private final SamEvent event;
    private final SamTarget target;
    private final SamHttpApis apis;

    SamHttpApiEvent(SamEvent event, SamTarget target, SamHttpApis apis) {
        this.event = event;
        this.target = target;
        this.apis = apis;
    }

    void emit() {
        String path = String.valueOf(event.get("Path"));
        String method = OpenApi.method(String.valueOf(event.get("Method")));
        String apiId = apis.apiId(event);
        Map<String, @Nullable Object> api = apiId == null
                ? Tree.map()
                : Tree.objectOrEmpty(event.translation().resources().get(apiId));
        boolean serverless = SamHttpApis.TYPE.equals(api.get("Type"));
        Map<String, @Nullable Object> properties = Tree.objectOrEmpty(api.get("Properties"));
        if (serverless && event.get("RouteSettings") != null) {
            addRouteSettings(properties, path, method);
        }
        boolean covered = false;
        if (serverless && OpenApi.isValid(properties.get("DefinitionBody"))) {
            OpenApi definition = new OpenApi(Tree.objectOrEmpty(properties.get("DefinitionBody")));
            addRoute(definition, apiId != null && apis.isManaged(apiId), properties, path, method);
            covered = !path.equals(OpenApi.DEFAULT_PATH) && definition.defaultRouteLeadsTo(target);
        }
        if (!covered) {
            permit(path, method);
        }
    }

    private void addRoute(
            OpenApi definition, boolean managed, Map<String, @Nullable Object> api, String path, String method) {
        boolean exists = definition.hasIntegration(path, method);
        if (exists && managed) {
            throw event.invalid("API method '" + method + "' defined multiple times for path '" + path + "'.");
        }
        if (!exists) {
            definition.integrate(path, method, target, event.function().condition());
        }
        if (event.get("Auth") != null) {
            new SamHttpApiAuth(api).applyTo(event, definition, path, method);
        }
        if (event.get("TimeoutInMillis") != null) {
            definition.setOnIntegration(path, method, "timeoutInMillis", event.get("TimeoutInMillis"));
        }
        List<String> parameters =
                PARAMETER.matcher(path).results().map(match -> match.group(1)).toList();
        if (!parameters.isEmpty()) {
            definition.addPathParameters(path, method, parameters);
        }
        if (event.get("PayloadFormatVersion") != null) {
            definition.setOnIntegration(path, method, "payloadFormatVersion", event.get("PayloadFormatVersion"));
        }
    }

    private void addRouteSettings(Map<String, @Nullable Object> api, String path, String method) {
        Map<String, @Nullable Object> own = Tree.object(event.get("RouteSettings"));
        if (own == null) {
            throw event.invalid("Property 'RouteSettings' should be a map.");
        }
        String route = path.equals(OpenApi.DEFAULT_PATH) ? path : shown(method) + " " + path;
        Map<String, @Nullable Object> all = Tree.child(api, "RouteSettings");
        Map<String, @Nullable Object> merged = Tree.copyOf(Tree.objectOrEmpty(all.get(route)));
        merged.putAll(own);
        String condition = event.function().condition();
        all.put(route, condition == null ? merged : Tree.when(condition, merged, Tree.noValue()));
    }

    private static String shown(String method) {
        return method.equals(OpenApi.ANY_METHOD) ? "ANY" : method.toUpperCase(Locale.ROOT);
    }

    private void permit(String path, String method) {
        String route = path.equals(OpenApi.DEFAULT_PATH)
                ? "*"
                : (method.equals(OpenApi.ANY_METHOD) ? "*" : method.toUpperCase(Locale.ROOT))
                        + PARAMETER.matcher(path).replaceAll("*");
        Object arn = Tree.map(
                "Fn::Sub",
                Tree.list(
                        "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${__ApiId__}/${__Stage__}/"
                                + route,
                        Tree.map("__ApiId__", event.get("ApiId"), "__Stage__", "*")));
        event.permit(event.id() + "Permission", "apigateway.amazonaws.com", target, arn);
    }
}
