package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.DeleteIntegrationRequest;
import dev.virga.api.apigatewayv2.DeleteIntegrationResponse;
import dev.virga.api.apigatewayv2.Route;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a backend that no route leads to any more.
final class DeleteIntegration implements Operation<DeleteIntegrationRequest, DeleteIntegrationResponse> {
    private final ApiTable table;

    DeleteIntegration(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<DeleteIntegrationRequest, DeleteIntegrationResponse> op() {
        return Apigatewayv2Ops.DeleteIntegration;
    }

    @Override
    public List<Access> access(DeleteIntegrationRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/apis/" + input.apiId() + "/integrations/" + input.integrationId());
    }

    @Override
    public DeleteIntegrationResponse handle(DeleteIntegrationRequest input, Call call) {
        table.get(call, Kind.INTEGRATION, input.apiId(), input.integrationId());
        table.change(call, input.apiId(), change -> {
            for (ApiTable.Entry<Route> route : table.list(call.account(), call.region(), Kind.ROUTE, input.apiId())) {
                if (("integrations/" + input.integrationId())
                        .equals(route.value().target())) {
                    throw ApiErrors.conflict("Cannot delete Integration '" + input.integrationId()
                            + "' because it is referenced by Route '" + route.id() + "'");
                }
            }
            return change.delete(Kind.INTEGRATION, input.integrationId());
        });
        return DeleteIntegrationResponse.builder().build();
    }
}
