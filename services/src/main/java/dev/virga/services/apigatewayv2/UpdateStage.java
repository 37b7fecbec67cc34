package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.Stage;
import dev.virga.api.apigatewayv2.UpdateStageRequest;
import dev.virga.api.apigatewayv2.UpdateStageResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Changes what the request names and keeps the rest; a new deployment takes effect at once.
final class UpdateStage implements Operation<UpdateStageRequest, UpdateStageResponse> {
    private final ApiTable table;

    UpdateStage(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<UpdateStageRequest, UpdateStageResponse> op() {
        return Apigatewayv2Ops.UpdateStage;
    }

    @Override
    public List<Access> access(UpdateStageRequest input, Call call) {
        return ApiAccess.to("PATCH", call, "/apis/" + input.apiId() + "/stages/" + input.stageName());
    }

    @Override
    public UpdateStageResponse handle(UpdateStageRequest input, Call call) {
        Stage[] updated = new Stage[1];
        table.change(call, input.apiId(), change -> {
            Stage old = table.get(call, Kind.STAGE, input.apiId(), input.stageName());
            Stage changed = Structs.overlay(old, Kind.STAGE.shape(), input, op().input());
            updated[0] = changed.toBuilder().lastUpdatedDate(call.time()).build();
            StageRules.check(table, call, input.apiId(), updated[0]);
            return change.put(Kind.STAGE, input.stageName(), updated[0]);
        });
        return Structs.copy(updated[0], Kind.STAGE.shape(), op().output());
    }
}
