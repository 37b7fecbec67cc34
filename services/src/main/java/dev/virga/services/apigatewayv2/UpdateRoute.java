package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.api.apigatewayv2.UpdateRouteRequest;
import dev.virga.api.apigatewayv2.UpdateRouteResult;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Changes what the request names and keeps the rest.
final class UpdateRoute implements Operation<UpdateRouteRequest, UpdateRouteResult> {
    private final ApiTable table;

    UpdateRoute(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<UpdateRouteRequest, UpdateRouteResult> op() {
        return Apigatewayv2Ops.UpdateRoute;
    }

    @Override
    public List<Access> access(UpdateRouteRequest input, Call call) {
        return ApiAccess.to("PATCH", call, "/apis/" + input.apiId() + "/routes/" + input.routeId());
    }

    @Override
    public UpdateRouteResult handle(UpdateRouteRequest input, Call call) {
        Route[] updated = new Route[1];
        table.change(call, input.apiId(), change -> {
            Route route = table.get(call, Kind.ROUTE, input.apiId(), input.routeId());
            updated[0] = Structs.overlay(route, Kind.ROUTE.shape(), input, op().input());
            RouteRules.check(table, call, input.apiId(), updated[0]);
            return change.put(Kind.ROUTE, input.routeId(), updated[0]);
        });
        return Structs.copy(updated[0], Kind.ROUTE.shape(), op().output());
    }
}
