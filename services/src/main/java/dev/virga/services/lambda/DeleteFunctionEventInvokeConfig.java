package dev.virga.services.lambda;

import dev.virga.api.lambda.DeleteFunctionEventInvokeConfigRequest;
import dev.virga.api.lambda.DeleteFunctionEventInvokeConfigResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Goes back to the usual treatment of events.
final class DeleteFunctionEventInvokeConfig
        implements Operation<DeleteFunctionEventInvokeConfigRequest, DeleteFunctionEventInvokeConfigResponse> {
    private final EventInvokeConfigTable configs;

    DeleteFunctionEventInvokeConfig(EventInvokeConfigTable configs) {
        this.configs = configs;
    }

    @Override
    public Op<DeleteFunctionEventInvokeConfigRequest, DeleteFunctionEventInvokeConfigResponse> op() {
        return LambdaOps.DeleteFunctionEventInvokeConfig;
    }

    @Override
    public List<Access> access(DeleteFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("DeleteFunctionEventInvokeConfig", name);
    }

    @Override
    public DeleteFunctionEventInvokeConfigResponse handle(DeleteFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        if (configs.find(name) == null) {
            throw EventInvokeShapes.notFound(name);
        }
        configs.delete(name);
        return DeleteFunctionEventInvokeConfigResponse.builder().build();
    }
}
