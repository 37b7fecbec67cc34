package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetApiRequest;
import dev.virga.api.apigatewayv2.GetApiResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Shows an api.
final class GetApi implements Operation<GetApiRequest, GetApiResponse> {
    private final ApiTable table;

    GetApi(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetApiRequest, GetApiResponse> op() {
        return Apigatewayv2Ops.GetApi;
    }

    @Override
    public List<Access> access(GetApiRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId());
    }

    @Override
    public GetApiResponse handle(GetApiRequest input, Call call) {
        var found = table.get(call, Kind.API, input.apiId(), input.apiId());
        return Structs.copy(Endpoint.of(found, call), Kind.API.shape(), op().output());
    }
}
