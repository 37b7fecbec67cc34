package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateDeploymentRequest;
import dev.virga.api.apigatewayv2.CreateDeploymentResponse;
import dev.virga.api.apigatewayv2.Deployment;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Freezes the API as it is; with `stageName` that stage serves it from now on.
final class CreateDeployment implements Operation<CreateDeploymentRequest, CreateDeploymentResponse> {
    private final ApiTable table;

    CreateDeployment(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<CreateDeploymentRequest, CreateDeploymentResponse> op() {
        return Apigatewayv2Ops.CreateDeployment;
    }

    @Override
    public List<Access> access(CreateDeploymentRequest input, Call call) {
        return ApiAccess.to("POST", call, "/apis/" + input.apiId() + "/deployments");
    }

    @Override
    public CreateDeploymentResponse handle(CreateDeploymentRequest input, Call call) {
        String deploymentId = ResourceId.random();
        Deployment deployment = Deployment.builder()
                .autoDeployed(false)
                .createdDate(call.time())
                .deploymentId(deploymentId)
                .deploymentStatus("DEPLOYED")
                .description(input.description())
                .build();
        table.change(call, input.apiId(), change -> {
            if (table.list(call.account(), call.region(), Kind.ROUTE, input.apiId())
                    .isEmpty()) {
                throw ApiErrors.badRequest("At least one route is required before deploying the Api.");
            }
            change.put(Kind.DEPLOYMENT, deploymentId, deployment)
                    .freeze(deploymentId, DeployedApis.freeze(table, call.account(), call.region(), input.apiId()));
            return input.stageName() == null ? change : point(change, input, call, deploymentId);
        });
        return Structs.copy(deployment, Kind.DEPLOYMENT.shape(), op().output());
    }

    private ApiTable.Change point(
            ApiTable.Change change, CreateDeploymentRequest input, Call call, String deploymentId) {
        Stage stage = table.get(call, Kind.STAGE, input.apiId(), input.stageName());
        if (Boolean.TRUE.equals(stage.autoDeploy())) {
            throw ApiErrors.badRequest("Deployment ID cannot be set on a stage with auto-deploy enabled");
        }
        return change.put(
                Kind.STAGE,
                input.stageName(),
                stage.toBuilder()
                        .deploymentId(deploymentId)
                        .lastUpdatedDate(call.time())
                        .build());
    }
}
