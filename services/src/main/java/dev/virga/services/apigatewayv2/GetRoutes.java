package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetRoutesRequest;
import dev.virga.api.apigatewayv2.GetRoutesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists routes, page by page.
final class GetRoutes implements Operation<GetRoutesRequest, GetRoutesResponse> {
    private final ApiTable table;

    GetRoutes(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetRoutesRequest, GetRoutesResponse> op() {
        return Apigatewayv2Ops.GetRoutes;
    }

    @Override
    public List<Access> access(GetRoutesRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/routes");
    }

    @Override
    public GetRoutesResponse handle(GetRoutesRequest input, Call call) {
        table.get(call, Kind.API, input.apiId(), input.apiId());
        var page = Page.of(
                table.list(call.account(), call.region(), Kind.ROUTE, input.apiId()),
                input.maxResults(),
                input.nextToken());
        return GetRoutesResponse.builder()
                .items(page.items())
                .nextToken(page.next())
                .build();
    }
}
