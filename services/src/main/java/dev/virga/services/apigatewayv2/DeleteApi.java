package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.DeleteApiRequest;
import dev.virga.api.apigatewayv2.DeleteApiResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes an API with all its parts.
final class DeleteApi implements Operation<DeleteApiRequest, DeleteApiResponse> {
    private final ApiTable table;

    DeleteApi(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<DeleteApiRequest, DeleteApiResponse> op() {
        return Apigatewayv2Ops.DeleteApi;
    }

    @Override
    public List<Access> access(DeleteApiRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/apis/" + input.apiId());
    }

    @Override
    public DeleteApiResponse handle(DeleteApiRequest input, Call call) {
        table.deleteApi(call, input.apiId());
        return DeleteApiResponse.builder().build();
    }
}
