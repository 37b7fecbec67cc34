package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Cors;
import dev.virga.api.apigatewayv2.Integration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An HTTP API as it serves requests: its stages with the routes that were deployed to each.
/// Immutable.
///
/// @param version of the row that changes with every change of the API
record DeployedApi(
        String apiId,
        String account,
        String region,
        long version,
        @Nullable Cors cors,
        Map<String, Stage> stages) {
    @Nullable
    Stage stage(String name) {
        return stages.get(name);
    }

    /// @param integration where the route leads
    record Route(RoutePattern pattern, Integration integration) {}

    record Match(String routeKey, Map<String, String> variables, Integration integration) {}

    /// @param routes the most specific first
    record Stage(String name, @Nullable Map<String, String> variables, List<Route> routes) {
        @Nullable
        Match match(String method, List<String> path) {
            for (Route route : routes) {
                Map<String, String> variables = route.pattern().match(method, path);
                if (variables != null) {
                    return new Match(route.pattern().key(), variables, route.integration());
                }
            }
            return null;
        }
    }
}
