package dev.virga.services.lambda;

import dev.virga.api.lambda.FunctionCodeLocation;
import dev.virga.api.lambda.GetFunctionRequest;
import dev.virga.api.lambda.GetFunctionResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A function with a link to its package.
final class GetFunction implements Operation<GetFunctionRequest, GetFunctionResponse> {
    private final FunctionTable functions;
    private final VersionTable versions;
    private final AliasTable aliases;
    private final CodeLinks links;
    private final Configuration configuration;

    GetFunction(
            FunctionTable functions,
            VersionTable versions,
            AliasTable aliases,
            CodeLinks links,
            Configuration configuration) {
        this.configuration = configuration;
        this.functions = functions;
        this.versions = versions;
        this.aliases = aliases;
        this.links = links;
    }

    @Override
    public Op<GetFunctionRequest, GetFunctionResponse> op() {
        return LambdaOps.GetFunction;
    }

    @Override
    public List<Access> access(GetFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return LambdaAccess.function("GetFunction", name);
    }

    @Override
    public GetFunctionResponse handle(GetFunctionRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        FunctionVersion version = VersionOf.find(versions, aliases, name);
        Function function = functions.get(name).function();
        Integer reserved = function.reservedConcurrency();
        return GetFunctionResponse.builder()
                .configuration(configuration.of(version, name, name.arn(), call))
                .code(FunctionCodeLocation.builder()
                        .repositoryType("S3")
                        .location(links.link(version.code(), call))
                        .build())
                .tags(function.tags().isEmpty() ? null : function.tags())
                .concurrency(
                        reserved == null
                                ? null
                                : dev.virga.api.lambda.Concurrency.builder()
                                        .reservedConcurrentExecutions(reserved)
                                        .build())
                .build();
    }
}
