package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetStageRequest;
import dev.virga.api.apigatewayv2.GetStageResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Shows a stage.
final class GetStage implements Operation<GetStageRequest, GetStageResponse> {
    private final ApiTable table;

    GetStage(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetStageRequest, GetStageResponse> op() {
        return Apigatewayv2Ops.GetStage;
    }

    @Override
    public List<Access> access(GetStageRequest input, Call call) {
        return ApiAccess.to("GET", call, "/apis/" + input.apiId() + "/stages/" + input.stageName());
    }

    @Override
    public GetStageResponse handle(GetStageRequest input, Call call) {
        var found = table.get(call, Kind.STAGE, input.apiId(), input.stageName());
        return Structs.copy(found, Kind.STAGE.shape(), op().output());
    }
}
