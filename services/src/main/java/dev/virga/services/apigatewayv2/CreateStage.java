package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.CreateStageRequest;
import dev.virga.api.apigatewayv2.CreateStageResponse;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Gives the API a name to answer under: `$default` for the API's own address, else a first path
/// segment.
final class CreateStage implements Operation<CreateStageRequest, CreateStageResponse> {
    private final ApiTable table;

    CreateStage(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<CreateStageRequest, CreateStageResponse> op() {
        return Apigatewayv2Ops.CreateStage;
    }

    @Override
    public List<Access> access(CreateStageRequest input, Call call) {
        return ApiAccess.to("POST", call, "/apis/" + input.apiId() + "/stages");
    }

    @Override
    public CreateStageResponse handle(CreateStageRequest input, Call call) {
        Stage defaults = Stage.builder()
                .autoDeploy(false)
                .createdDate(call.time())
                .lastUpdatedDate(call.time())
                .build();
        Stage stage = Structs.overlay(defaults, Kind.STAGE.shape(), input, op().input());
        table.change(call, input.apiId(), change -> {
            if (table.find(call, Kind.STAGE, input.apiId(), input.stageName()) != null) {
                throw ApiErrors.conflict("Stage already exists");
            }
            StageRules.check(table, call, input.apiId(), stage);
            return change.put(Kind.STAGE, input.stageName(), stage);
        });
        return Structs.copy(stage, Kind.STAGE.shape(), op().output());
    }
}
