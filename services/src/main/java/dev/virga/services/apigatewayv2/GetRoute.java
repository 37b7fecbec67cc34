package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetRouteRequest;
import dev.virga.api.apigatewayv2.GetRouteResult;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Shows a route.
final class GetRoute implements Operation<GetRouteRequest, GetRouteResult> {
    private final ApiTable table;

    GetRoute(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetRouteRequest, GetRouteResult> op() {
        return Apigatewayv2Ops.GetRoute;
    }

    @Override
    public List<Access> access(GetRouteRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/routes/" + input.routeId());
    }

    @Override
    public GetRouteResult handle(GetRouteRequest input, Call call) {
        var found = table.get(call, Kind.ROUTE, input.apiId(), input.routeId());
        return Structs.copy(found, Kind.ROUTE.shape(), op().output());
    }
}
