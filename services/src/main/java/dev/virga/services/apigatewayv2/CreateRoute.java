package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateRouteRequest;
import dev.virga.api.apigatewayv2.CreateRouteResult;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Adds a route.
final class CreateRoute implements Operation<CreateRouteRequest, CreateRouteResult> {
    private final ApiTable table;

    CreateRoute(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<CreateRouteRequest, CreateRouteResult> op() {
        return Apigatewayv2Ops.CreateRoute;
    }

    @Override
    public List<Access> access(CreateRouteRequest input, Call call) {
        return ApiAccess.to("POST", call, "/apis/" + input.apiId() + "/routes");
    }

    @Override
    public CreateRouteResult handle(CreateRouteRequest input, Call call) {
        String routeId = ResourceId.random();
        Route defaults = Route.builder()
                .routeId(routeId)
                .apiKeyRequired(false)
                .authorizationType("NONE")
                .build();
        Route route = Structs.overlay(defaults, Kind.ROUTE.shape(), input, op().input());
        table.change(call, input.apiId(), change -> {
            RouteRules.check(table, call, input.apiId(), route);
            return change.put(Kind.ROUTE, routeId, route);
        });
        return Structs.copy(route, Kind.ROUTE.shape(), op().output());
    }
}
