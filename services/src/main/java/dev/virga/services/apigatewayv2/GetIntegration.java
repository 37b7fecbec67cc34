package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetIntegrationRequest;
import dev.virga.api.apigatewayv2.GetIntegrationResult;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Shows an integration.
final class GetIntegration implements Operation<GetIntegrationRequest, GetIntegrationResult> {
    private final ApiTable table;

    GetIntegration(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetIntegrationRequest, GetIntegrationResult> op() {
        return Apigatewayv2Ops.GetIntegration;
    }

    @Override
    public List<Access> access(GetIntegrationRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/integrations/" + input.integrationId());
    }

    @Override
    public GetIntegrationResult handle(GetIntegrationRequest input, Call call) {
        var found = table.get(call, Kind.INTEGRATION, input.apiId(), input.integrationId());
        return Structs.copy(found, Kind.INTEGRATION.shape(), op().output());
    }
}
