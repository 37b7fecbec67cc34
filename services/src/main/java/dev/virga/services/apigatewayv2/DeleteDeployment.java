package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.DeleteDeploymentRequest;
import dev.virga.api.apigatewayv2.DeleteDeploymentResponse;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a deployment that no stage serves.
final class DeleteDeployment implements Operation<DeleteDeploymentRequest, DeleteDeploymentResponse> {
    private final ApiTable table;

    DeleteDeployment(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<DeleteDeploymentRequest, DeleteDeploymentResponse> op() {
        return Apigatewayv2Ops.DeleteDeployment;
    }

    @Override
    public List<Access> access(DeleteDeploymentRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/apis/" + input.apiId() + "/deployments/" + input.deploymentId());
    }

    @Override
    public DeleteDeploymentResponse handle(DeleteDeploymentRequest input, Call call) {
        table.get(call, Kind.DEPLOYMENT, input.apiId(), input.deploymentId());
        table.change(call, input.apiId(), change -> {
            for (ApiTable.Entry<Stage> stage : table.list(call.account(), call.region(), Kind.STAGE, input.apiId())) {
                if (input.deploymentId().equals(stage.value().deploymentId())) {
                    throw ApiErrors.conflict("Active stages pointing to this deployment must be moved or deleted");
                }
            }
            return change.delete(Kind.DEPLOYMENT, input.deploymentId()).thaw(input.deploymentId());
        });
        return DeleteDeploymentResponse.builder().build();
    }
}
