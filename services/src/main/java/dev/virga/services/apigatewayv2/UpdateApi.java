package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.UpdateApiRequest;
import dev.virga.api.apigatewayv2.UpdateApiResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Changes what the request names and keeps the rest.
final class UpdateApi implements Operation<UpdateApiRequest, UpdateApiResponse> {
    private final ApiTable table;

    UpdateApi(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<UpdateApiRequest, UpdateApiResponse> op() {
        return Apigatewayv2Ops.UpdateApi;
    }

    @Override
    public List<Access> access(UpdateApiRequest input, Call call) {
        return ApiAccess.to("PATCH", call, "/apis/" + input.apiId());
    }

    @Override
    public UpdateApiResponse handle(UpdateApiRequest input, Call call) {
        if (input.target() != null || input.routeKey() != null || input.credentialsArn() != null) {
            throw ApiErrors.notImplemented("UpdateApi with target, routeKey or credentialsArn");
        }
        Api[] updated = new Api[1];
        table.change(call, input.apiId(), change -> {
            Api api = table.get(call, Kind.API, input.apiId(), input.apiId());
            updated[0] = Structs.overlay(api, Kind.API.shape(), input, op().input());
            return change.put(Kind.API, input.apiId(), updated[0]);
        });
        return Structs.copy(Endpoint.of(updated[0], call), Kind.API.shape(), op().output());
    }
}
