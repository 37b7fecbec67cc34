package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.DeleteRouteRequest;
import dev.virga.api.apigatewayv2.DeleteRouteResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a route; the integration it led to stays.
final class DeleteRoute implements Operation<DeleteRouteRequest, DeleteRouteResponse> {
    private final ApiTable table;

    DeleteRoute(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<DeleteRouteRequest, DeleteRouteResponse> op() {
        return Apigatewayv2Ops.DeleteRoute;
    }

    @Override
    public List<Access> access(DeleteRouteRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/apis/" + input.apiId() + "/routes/" + input.routeId());
    }

    @Override
    public DeleteRouteResponse handle(DeleteRouteRequest input, Call call) {
        table.get(call, Kind.ROUTE, input.apiId(), input.routeId());
        table.change(call, input.apiId(), change -> change.delete(Kind.ROUTE, input.routeId()));
        return DeleteRouteResponse.builder().build();
    }
}
