package dev.virga.services.lambda;

import dev.virga.api.lambda.AliasConfiguration;
import dev.virga.api.lambda.GetAliasRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// One alias.
final class GetAlias implements Operation<GetAliasRequest, AliasConfiguration> {
    private final AliasTable aliases;

    GetAlias(AliasTable aliases) {
        this.aliases = aliases;
    }

    @Override
    public Op<GetAliasRequest, AliasConfiguration> op() {
        return LambdaOps.GetAlias;
    }

    @Override
    public List<Access> access(GetAliasRequest input, Call call) {
        return LambdaAccess.function("GetAlias", input.functionName(), call);
    }

    @Override
    public AliasConfiguration handle(GetAliasRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        return AliasRouting.shape(aliases.get(name, input.name()).alias(), name);
    }
}
