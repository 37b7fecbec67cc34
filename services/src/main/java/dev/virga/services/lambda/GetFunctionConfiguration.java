package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.GetFunctionConfigurationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The configuration of a function.
final class GetFunctionConfiguration implements Operation<GetFunctionConfigurationRequest, FunctionConfiguration> {
    private final VersionTable versions;
    private final AliasTable aliases;
    private final Configuration configuration;

    GetFunctionConfiguration(VersionTable versions, AliasTable aliases, Configuration configuration) {
        this.configuration = configuration;
        this.versions = versions;
        this.aliases = aliases;
    }

    @Override
    public Op<GetFunctionConfigurationRequest, FunctionConfiguration> op() {
        return LambdaOps.GetFunctionConfiguration;
    }

    @Override
    public List<Access> access(GetFunctionConfigurationRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("GetFunctionConfiguration", name);
    }

    @Override
    public FunctionConfiguration handle(GetFunctionConfigurationRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return configuration.of(VersionOf.find(versions, aliases, name), name, name.arn(), call);
    }
}
