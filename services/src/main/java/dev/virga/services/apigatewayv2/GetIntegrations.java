package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetIntegrationsRequest;
import dev.virga.api.apigatewayv2.GetIntegrationsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists integrations, page by page.
final class GetIntegrations implements Operation<GetIntegrationsRequest, GetIntegrationsResponse> {
    private final ApiTable table;

    GetIntegrations(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetIntegrationsRequest, GetIntegrationsResponse> op() {
        return Apigatewayv2Ops.GetIntegrations;
    }

    @Override
    public List<Access> access(GetIntegrationsRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/integrations");
    }

    @Override
    public GetIntegrationsResponse handle(GetIntegrationsRequest input, Call call) {
        table.get(call, Kind.API, input.apiId(), input.apiId());
        var page = Page.of(
                table.list(call.account(), call.region(), Kind.INTEGRATION, input.apiId()),
                input.maxResults(),
                input.nextToken());
        return GetIntegrationsResponse.builder()
                .items(page.items())
                .nextToken(page.next())
                .build();
    }
}
