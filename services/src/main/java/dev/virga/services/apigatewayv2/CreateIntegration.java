package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateIntegrationRequest;
import dev.virga.api.apigatewayv2.CreateIntegrationResult;
import dev.virga.api.apigatewayv2.Integration;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Adds a backend that routes can lead to.
final class CreateIntegration implements Operation<CreateIntegrationRequest, CreateIntegrationResult> {
    private final ApiTable table;

    CreateIntegration(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<CreateIntegrationRequest, CreateIntegrationResult> op() {
        return Apigatewayv2Ops.CreateIntegration;
    }

    @Override
    public List<Access> access(CreateIntegrationRequest input, Call call) {
        return ApiAccess.to("POST", call, "/apis/" + input.apiId() + "/integrations");
    }

    @Override
    public CreateIntegrationResult handle(CreateIntegrationRequest input, Call call) {
        String integrationId = ResourceId.random();
        Integration defaults = Integration.builder()
                .integrationId(integrationId)
                .connectionType("INTERNET")
                .integrationMethod("POST")
                .timeoutInMillis(IntegrationRules.LONGEST_MILLIS)
                .build();
        Integration integration = Structs.overlay(defaults, Kind.INTEGRATION.shape(), input, op().input());
        IntegrationRules.check(integration);
        table.change(call, input.apiId(), change -> change.put(Kind.INTEGRATION, integrationId, integration));
        return Structs.copy(integration, Kind.INTEGRATION.shape(), op().output());
    }
}
