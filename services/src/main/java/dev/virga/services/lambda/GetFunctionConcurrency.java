package dev.virga.services.lambda;

import dev.virga.api.lambda.GetFunctionConcurrencyRequest;
import dev.virga.api.lambda.GetFunctionConcurrencyResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// What is reserved for a function.
final class GetFunctionConcurrency implements Operation<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> {
    private final FunctionTable functions;

    GetFunctionConcurrency(FunctionTable functions) {
        this.functions = functions;
    }

    @Override
    public Op<GetFunctionConcurrencyRequest, GetFunctionConcurrencyResponse> op() {
        return LambdaOps.GetFunctionConcurrency;
    }

    @Override
    public List<Access> access(GetFunctionConcurrencyRequest input, Call call) {
        return LambdaAccess.function("GetFunctionConcurrency", input.functionName(), call);
    }

    @Override
    public GetFunctionConcurrencyResponse handle(GetFunctionConcurrencyRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        return GetFunctionConcurrencyResponse.builder()
                .reservedConcurrentExecutions(functions.get(name).function().reservedConcurrency())
                .build();
    }
}
