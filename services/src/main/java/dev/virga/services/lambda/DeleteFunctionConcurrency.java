package dev.virga.services.lambda;

import dev.virga.api.lambda.DeleteFunctionConcurrencyRequest;
import dev.virga.api.lambda.DeleteFunctionConcurrencyResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives reserved concurrency back.
final class DeleteFunctionConcurrency
        implements Operation<DeleteFunctionConcurrencyRequest, DeleteFunctionConcurrencyResponse> {
    private final FunctionTable functions;

    DeleteFunctionConcurrency(FunctionTable functions) {
        this.functions = functions;
    }

    @Override
    public Op<DeleteFunctionConcurrencyRequest, DeleteFunctionConcurrencyResponse> op() {
        return LambdaOps.DeleteFunctionConcurrency;
    }

    @Override
    public List<Access> access(DeleteFunctionConcurrencyRequest input, Call call) {
        return LambdaAccess.function("DeleteFunctionConcurrency", input.functionName(), call);
    }

    @Override
    public DeleteFunctionConcurrencyResponse handle(DeleteFunctionConcurrencyRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        functions.reserve(name, null, 0);
        return DeleteFunctionConcurrencyResponse.builder().build();
    }
}
