package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionEventInvokeConfig;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.UpdateFunctionEventInvokeConfigRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Changes how events of a function are tried again and where they go.
final class UpdateFunctionEventInvokeConfig
        implements Operation<UpdateFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> {
    private final VersionTable versions;
    private final AliasTable aliases;
    private final EventInvokeConfigTable configs;

    UpdateFunctionEventInvokeConfig(VersionTable versions, AliasTable aliases, EventInvokeConfigTable configs) {
        this.versions = versions;
        this.aliases = aliases;
        this.configs = configs;
    }

    @Override
    public Op<UpdateFunctionEventInvokeConfigRequest, FunctionEventInvokeConfig> op() {
        return LambdaOps.UpdateFunctionEventInvokeConfig;
    }

    @Override
    public List<Access> access(UpdateFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("UpdateFunctionEventInvokeConfig", name);
    }

    @Override
    public FunctionEventInvokeConfig handle(UpdateFunctionEventInvokeConfigRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        VersionOf.find(versions, aliases, name);
        EventInvokeConfigTable.Config before = configs.find(name);
        if (before == null) {
            throw EventInvokeShapes.notFound(name);
        }
        EventInvokeConfigTable.Config config = EventInvokeShapes.merge(
                before,
                input.maximumRetryAttempts(),
                input.maximumEventAgeInSeconds(),
                input.destinationConfig(),
                call.time().toEpochMilli());
        configs.put(name, config);
        return EventInvokeShapes.shape(config, name);
    }
}
