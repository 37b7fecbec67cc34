package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetStagesRequest;
import dev.virga.api.apigatewayv2.GetStagesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists stages, page by page.
final class GetStages implements Operation<GetStagesRequest, GetStagesResponse> {
    private final ApiTable table;

    GetStages(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetStagesRequest, GetStagesResponse> op() {
        return Apigatewayv2Ops.GetStages;
    }

    @Override
    public List<Access> access(GetStagesRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/stages");
    }

    @Override
    public GetStagesResponse handle(GetStagesRequest input, Call call) {
        table.get(call, Kind.API, input.apiId(), input.apiId());
        var page = Page.of(
                table.list(call.account(), call.region(), Kind.STAGE, input.apiId()),
                input.maxResults(),
                input.nextToken());
        return GetStagesResponse.builder()
                .items(page.items())
                .nextToken(page.next())
                .build();
    }
}
