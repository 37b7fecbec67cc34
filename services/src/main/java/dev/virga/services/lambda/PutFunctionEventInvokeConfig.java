package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionEventInvokeConfig;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PutFunctionEventInvokeConfigRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets how events of a function are tried again and where they go, anew.
final class PutFunctionEventInvokeConfig
        implements Operation<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> {
    private final VersionTable versions;
    private final AliasTable aliases;
    private final EventInvokeConfigTable configs;

    PutFunctionEventInvokeConfig(VersionTable versions, AliasTable aliases, EventInvokeConfigTable configs) {
        this.versions = versions;
        this.aliases = aliases;
        this.configs = configs;
    }

    @Override
    public Op<PutFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> op() {
        return LambdaOps.PutFunctionEventInvokeConfig;
    }

    @Override
    public List<Access> access(PutFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("PutFunctionEventInvokeConfig", name);
    }

    @Override
    public FunctionEventInvokeConfig handle(PutFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        VersionOf.find(versions, aliases, name);
        EventInvokeConfigTable.Config config = EventInvokeShapes.merge(
                EventInvokeConfigTable.Config.NONE,
                input.maximumRetryAttempts(),
                input.maximumEventAgeInSeconds(),
                input.destinationConfig(),
                call.time().toEpochMilli());
        configs.put(name, config);
        return EventInvokeShapes.shape(config, name);
    }
}
