package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.DeleteStageRequest;
import dev.virga.api.apigatewayv2.DeleteStageResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes a stage: the API no longer answers under its name.
final class DeleteStage implements Operation<DeleteStageRequest, DeleteStageResponse> {
    private final ApiTable table;

    DeleteStage(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<DeleteStageRequest, DeleteStageResponse> op() {
        return Apigatewayv2Ops.DeleteStage;
    }

    @Override
    public List<Access> access(DeleteStageRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/apis/" + input.apiId() + "/stages/" + input.stageName());
    }

    @Override
    public DeleteStageResponse handle(DeleteStageRequest input, Call call) {
        table.get(call, Kind.STAGE, input.apiId(), input.stageName());
        table.change(call, input.apiId(), change -> change.delete(Kind.STAGE, input.stageName()));
        return DeleteStageResponse.builder().build();
    }
}
