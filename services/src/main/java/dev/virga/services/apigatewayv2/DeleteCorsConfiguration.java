package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Api;
import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.DeleteCorsConfigurationRequest;
import dev.virga.api.apigatewayv2.DeleteCorsConfigurationResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The API no longer answers preflight requests.
final class DeleteCorsConfiguration
        implements Operation<DeleteCorsConfigurationRequest, DeleteCorsConfigurationResponse> {
    private final ApiTable table;

    DeleteCorsConfiguration(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<DeleteCorsConfigurationRequest, DeleteCorsConfigurationResponse> op() {
        return Apigatewayv2Ops.DeleteCorsConfiguration;
    }

    @Override
    public List<Access> access(DeleteCorsConfigurationRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/apis/" + input.apiId() + "/cors");
    }

    @Override
    public DeleteCorsConfigurationResponse handle(DeleteCorsConfigurationRequest input, Call call) {
        table.change(call, input.apiId(), change -> {
            Api api = table.get(call, Kind.API, input.apiId(), input.apiId());
            return change.put(
                    Kind.API,
                    input.apiId(),
                    api.toBuilder().corsConfiguration(null).build());
        });
        return DeleteCorsConfigurationResponse.builder().build();
    }
}
