package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetDeploymentRequest;
import dev.virga.api.apigatewayv2.GetDeploymentResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Shows a deployment.
final class GetDeployment implements Operation<GetDeploymentRequest, GetDeploymentResponse> {
    private final ApiTable table;

    GetDeployment(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetDeploymentRequest, GetDeploymentResponse> op() {
        return Apigatewayv2Ops.GetDeployment;
    }

    @Override
    public List<Access> access(GetDeploymentRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/deployments/" + input.deploymentId());
    }

    @Override
    public GetDeploymentResponse handle(GetDeploymentRequest input, Call call) {
        var found = table.get(call, Kind.DEPLOYMENT, input.apiId(), input.deploymentId());
        return Structs.copy(found, Kind.DEPLOYMENT.shape(), op().output());
    }
}
