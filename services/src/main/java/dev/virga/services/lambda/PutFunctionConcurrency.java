package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.PutFunctionConcurrencyRequest;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Reserves concurrency for a function, which is also its limit.
final class PutFunctionConcurrency
        implements Operation<PutFunctionConcurrencyRequest, dev.virga.api.lambda.Concurrency> {
    private final FunctionTable functions;
    private final Concurrency concurrency;

    PutFunctionConcurrency(FunctionTable functions, Concurrency concurrency) {
        this.functions = functions;
        this.concurrency = concurrency;
    }

    @Override
    public Op<PutFunctionConcurrencyRequest, dev.virga.api.lambda.Concurrency> op() {
        return LambdaOps.PutFunctionConcurrency;
    }

    @Override
    public List<Access> access(PutFunctionConcurrencyRequest input, Call call) {
        return LambdaAccess.function("PutFunctionConcurrency", input.functionName(), call);
    }

    @Override
    public dev.virga.api.lambda.Concurrency handle(PutFunctionConcurrencyRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), call).withQualifier(null);
        int executions = input.reservedConcurrentExecutions();
        functions.reserve(name, executions, concurrency.limit() - Concurrency.MIN_UNRESERVED);
        return dev.virga.api.lambda.Concurrency.builder()
                .reservedConcurrentExecutions(executions)
                .build();
    }
}
