package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionEventInvokeConfig;
import dev.virga.api.lambda.GetFunctionEventInvokeConfigRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// How events of a function are tried again and where they go.
final class GetFunctionEventInvokeConfig
        implements Operation<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> {
    private final EventInvokeConfigTable configs;

    GetFunctionEventInvokeConfig(EventInvokeConfigTable configs) {
        this.configs = configs;
    }

    @Override
    public Op<GetFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> op() {
        return LambdaOps.GetFunctionEventInvokeConfig;
    }

    @Override
    public List<Access> access(GetFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("GetFunctionEventInvokeConfig", name);
    }

    @Override
    public FunctionEventInvokeConfig handle(GetFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        EventInvokeConfigTable.Config config = configs.find(name);
        if (config == null) {
            throw EventInvokeShapes.notFound(name);
        }
        return EventInvokeShapes.shape(config, name);
    }
}
