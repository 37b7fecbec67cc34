package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Route;
import dev.virga.kernel.Call;

/// What a route must look like.
final class RouteRules {
    private static final String TARGET = "integrations/";

    private RouteRules() {}

    static void check(ApiTable table, Call call, String apiId, Route route) {
        RoutePattern.parse(route.routeKey());
        for (ApiTable.Entry<Route> other : table.list(call.account(), call.region(), Kind.ROUTE, apiId)) {
            if (!other.id().equals(route.routeId())
                    && route.routeKey().equals(other.value().routeKey())) {
                throw ApiErrors.conflict("Route with key " + route.routeKey() + " already exists for this API");
            }
        }
        if (route.authorizationType() != null && !route.authorizationType().equals("NONE")) {
            throw ApiErrors.notImplemented("authorizationType " + route.authorizationType());
        }
        if (Boolean.TRUE.equals(route.apiKeyRequired())) {
            throw ApiErrors.badRequest("apiKeyRequired is not supported for HTTP protocol type");
        }
        String target = route.target();
        if (target == null) {
            return;
        }
        if (!target.startsWith(TARGET)) {
            throw ApiErrors.badRequest("Target has to be of the form integrations/{integrationId}");
        }
        table.get(call, Kind.INTEGRATION, apiId, target.substring(TARGET.length()));
    }
}
