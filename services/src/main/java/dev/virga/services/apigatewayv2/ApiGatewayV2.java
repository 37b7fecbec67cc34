package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Door;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;

/// API Gateway's HTTP APIs: the operations that make them, and the door where they answer.
public final class ApiGatewayV2 implements Service {
    private final ApiTable table;
    private final List<Operation<?, ?>> operations;
    private final HttpApiDoor door;

    public ApiGatewayV2(Store store, Cloud cloud, Time time) {
        table = new ApiTable(store);
        door = new HttpApiDoor(new DeployedApis(table), cloud, time);
        operations = List.of(
                new CreateApi(table),
                new CreateDeployment(table),
                new CreateIntegration(table),
                new CreateRoute(table),
                new CreateStage(table),
                new DeleteApi(table),
                new DeleteCorsConfiguration(table),
                new DeleteDeployment(table),
                new DeleteIntegration(table),
                new DeleteRoute(table),
                new DeleteStage(table),
                new GetApi(table),
                new GetApis(table),
                new GetDeployment(table),
                new GetDeployments(table),
                new GetIntegration(table),
                new GetIntegrations(table),
                new GetRoute(table),
                new GetRoutes(table),
                new GetStage(table),
                new GetStages(table),
                new GetTags(table),
                new TagResource(table),
                new UntagResource(table),
                new UpdateApi(table),
                new UpdateIntegration(table),
                new UpdateRoute(table),
                new UpdateStage(table));
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        return Tagged.parse(arn).tags(table, call);
    }

    @Override
    public Model model() {
        return Apigatewayv2Ops.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    /// Where the APIs answer requests.
    public Door door() {
        return door;
    }
}
