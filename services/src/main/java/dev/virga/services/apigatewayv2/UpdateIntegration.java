package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.api.apigatewayv2.UpdateIntegrationRequest;
import dev.virga.api.apigatewayv2.UpdateIntegrationResult;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Changes what the request names and keeps the rest.
final class UpdateIntegration implements Operation<UpdateIntegrationRequest, UpdateIntegrationResult> {
    private final ApiTable table;

    UpdateIntegration(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<UpdateIntegrationRequest, UpdateIntegrationResult> op() {
        return Apigatewayv2Ops.UpdateIntegration;
    }

    @Override
    public List<Access> access(UpdateIntegrationRequest input, Call call) {
        return ApiAccess.to("PATCH", call, "/apis/" + input.apiId() + "/integrations/" + input.integrationId());
    }

    @Override
    public UpdateIntegrationResult handle(UpdateIntegrationRequest input, Call call) {
        Integration[] updated = new Integration[1];
        table.change(call, input.apiId(), change -> {
            Integration old = table.get(call, Kind.INTEGRATION, input.apiId(), input.integrationId());
            updated[0] = Structs.overlay(old, Kind.INTEGRATION.shape(), input, op().input());
            IntegrationRules.check(updated[0]);
            return change.put(Kind.INTEGRATION, input.integrationId(), updated[0]);
        });
        return Structs.copy(updated[0], Kind.INTEGRATION.shape(), op().output());
    }
}
