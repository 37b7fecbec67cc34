package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetDeploymentsRequest;
import dev.virga.api.apigatewayv2.GetDeploymentsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists deployments, page by page.
final class GetDeployments implements Operation<GetDeploymentsRequest, GetDeploymentsResponse> {
    private final ApiTable table;

    GetDeployments(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetDeploymentsRequest, GetDeploymentsResponse> op() {
        return Apigatewayv2Ops.GetDeployments;
    }

    @Override
    public List<Access> access(GetDeploymentsRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/deployments");
    }

    @Override
    public GetDeploymentsResponse handle(GetDeploymentsRequest input, Call call) {
        table.get(call, Kind.API, input.apiId(), input.apiId());
        var page = Page.of(
                table.list(call.account(), call.region(), Kind.DEPLOYMENT, input.apiId()),
                input.maxResults(),
                input.nextToken());
        return GetDeploymentsResponse.builder()
                .items(page.items())
                .nextToken(page.next())
                .build();
    }
}
