package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetApisRequest;
import dev.virga.api.apigatewayv2.GetApisResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists apis, page by page.
final class GetApis implements Operation<GetApisRequest, GetApisResponse> {
    private final ApiTable table;

    GetApis(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetApisRequest, GetApisResponse> op() {
        return Apigatewayv2Ops.GetApis;
    }

    @Override
    public List<Access> access(GetApisRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis");
    }

    @Override
    public GetApisResponse handle(GetApisRequest input, Call call) {
        var page = Page.of(table.listApis(call, Kind.API), input.maxResults(), input.nextToken());
        return GetApisResponse.builder()
                .items(page.items().stream().map(api -> Endpoint.of(api, call)).toList())
                .nextToken(page.next())
                .build();
    }
}
