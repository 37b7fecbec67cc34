package dev.virga.services.cloudformation;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateIntegrationRequest;
import dev.virga.api.apigatewayv2.CreateRouteRequest;
import dev.virga.api.apigatewayv2.DeleteIntegrationRequest;
import dev.virga.api.apigatewayv2.DeleteRouteRequest;
import dev.virga.api.apigatewayv2.GetIntegrationsRequest;
import dev.virga.api.apigatewayv2.GetIntegrationsResponse;
import dev.virga.api.apigatewayv2.GetRoutesRequest;
import dev.virga.api.apigatewayv2.GetRoutesResponse;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.api.apigatewayv2.UpdateRouteRequest;
import dev.virga.wire.Shape;
import dev.virga.wire.Structs;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Gives an API the routes and integrations of a document. What is there already stays, so that it
/// can be done again and requests under way find their route.
final class OpenApiImport {
    private static final String TARGET = "integrations/";

    private final Deed deed;
    private final String apiId;

    OpenApiImport(Deed deed, String apiId) {
        this.deed = deed;
        this.apiId = apiId;
    }

    void bring(OpenApi document) {
        Map<String, Route> routes = routes();
        Map<String, Integration> integrations = integrations();
        Set<String> used = new HashSet<>();
        Map<String, Map<String, Object>> wanted = document.routes();
        wanted.forEach((key, integration) -> {
            String id = integration(integration, integrations, used);
            used.add(id);
            route(key, TARGET + id, routes.get(key));
        });
        routes.forEach((key, route) -> {
            if (!wanted.containsKey(key)) {
                deed.callUnlessGone(
                        Apigatewayv2Ops.DeleteRoute,
                        DeleteRouteRequest.builder()
                                .apiId(apiId)
                                .routeId(route.routeId())
                                .build());
            }
        });
        integrations.keySet().stream()
                .filter(id -> !used.contains(id))
                .forEach(id -> deed.callUnlessGone(
                        Apigatewayv2Ops.DeleteIntegration,
                        DeleteIntegrationRequest.builder()
                                .apiId(apiId)
                                .integrationId(id)
                                .build()));
    }

    private void route(String key, String target, @Nullable Route there) {
        if (there == null) {
            deed.call(
                    Apigatewayv2Ops.CreateRoute,
                    CreateRouteRequest.builder()
                            .apiId(apiId)
                            .routeKey(key)
                            .target(target)
                            .build());
        } else if (!target.equals(there.target())) {
            deed.call(
                    Apigatewayv2Ops.UpdateRoute,
                    UpdateRouteRequest.builder()
                            .apiId(apiId)
                            .routeId(there.routeId())
                            .target(target)
                            .build());
        }
    }

    /// An integration like the one that is wanted, which no other route uses, or a new one.
    private String integration(Map<String, Object> wanted, Map<String, Integration> there, Set<String> used) {
        Map<String, @Nullable Object> tree = new LinkedHashMap<>(wanted);
        tree.put("ApiId", apiId);
        CreateIntegrationRequest input = Inputs.of(Apigatewayv2Ops.CreateIntegration.input(), new Properties(tree));
        for (Map.Entry<String, Integration> candidate : there.entrySet()) {
            if (!used.contains(candidate.getKey()) && same(candidate.getValue(), input)) {
                return candidate.getKey();
            }
        }
        return deed.call(Apigatewayv2Ops.CreateIntegration, input).integrationId();
    }

    /// Whether the input would change nothing.
    private static boolean same(Integration integration, CreateIntegrationRequest input) {
        Shape shape = Apigatewayv2Ops.MODEL.shape(integration.shapeId());
        Integration after = Structs.overlay(integration, shape, input, Apigatewayv2Ops.CreateIntegration.input());
        return after.equals(integration);
    }

    private Map<String, Route> routes() {
        Map<String, Route> routes = new LinkedHashMap<>();
        String token = null;
        do {
            GetRoutesResponse page = deed.call(
                    Apigatewayv2Ops.GetRoutes,
                    GetRoutesRequest.builder().apiId(apiId).nextToken(token).build());
            page.items().forEach(route -> routes.put(route.routeKey(), route));
            token = page.nextToken();
        } while (token != null);
        return routes;
    }

    private Map<String, Integration> integrations() {
        Map<String, Integration> integrations = new LinkedHashMap<>();
        String token = null;
        do {
            GetIntegrationsResponse page = deed.call(
                    Apigatewayv2Ops.GetIntegrations,
                    GetIntegrationsRequest.builder()
                            .apiId(apiId)
                            .nextToken(token)
                            .build());
            page.items().forEach(integration -> integrations.put(integration.integrationId(), integration));
            token = page.nextToken();
        } while (token != null);
        return integrations;
    }
}
