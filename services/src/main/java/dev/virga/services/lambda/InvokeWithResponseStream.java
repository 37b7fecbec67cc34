package dev.virga.services.lambda;

import dev.virga.api.lambda.InvokeWithResponseStreamRequest;
import dev.virga.api.lambda.InvokeWithResponseStreamResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.EventMessage;
import dev.virga.wire.Op;
import java.util.List;

/// Runs a function and answers with what it sends while it sends it. A function that does not
/// stream answers with one piece.
final class InvokeWithResponseStream
        implements Operation<InvokeWithResponseStreamRequest, InvokeWithResponseStreamResponse> {
    private final Functions functions;
    private final PolicyTable policies;
    private final Invoker invoker;

    InvokeWithResponseStream(Functions functions, PolicyTable policies, Invoker invoker) {
        this.functions = functions;
        this.policies = policies;
        this.invoker = invoker;
    }

    @Override
    public Op<InvokeWithResponseStreamRequest, InvokeWithResponseStreamResponse> op() {
        return LambdaOps.InvokeWithResponseStream;
    }

    @Override
    public List<Access> access(InvokeWithResponseStreamRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return List.of(Access.to("lambda:InvokeFunction", name.arn()).withResourcePolicy(policies.document(name)));
    }

    @Override
    public InvokeWithResponseStreamResponse handle(InvokeWithResponseStreamRequest input, Call call) {
        if (input.tenantId() != null) {
            throw LambdaErrors.notImplemented("InvokeWithResponseStream", "TenantId");
        }
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        byte[] payload = input.payload() == null || input.payload().length == 0 ? Invoke.NO_PAYLOAD : input.payload();
        if (payload.length > Invoke.MAX_REQUEST_BYTES) {
            throw LambdaErrors.payloadTooLarge(payload.length, "RequestResponse", Invoke.MAX_REQUEST_BYTES);
        }
        Invoke.checkJson(payload);
        Functions.Target target = functions.resolve(name);
        if ("DryRun".equals(input.invocationType())) {
            return InvokeWithResponseStreamResponse.builder().statusCode(204).build();
        }
        ResponseEvents events = new ResponseEvents(call.requestId());
        events.run(
                invoker,
                sink -> new Invoker.Invocation(
                        name,
                        call.requestId(),
                        payload,
                        call.trace(),
                        Invoke.clientContext(input.clientContext()),
                        "Tail".equals(input.logType()),
                        sink));
        return InvokeWithResponseStreamResponse.builder()
                .statusCode(200)
                .executedVersion(target.found().version().version())
                .responseStreamContentType(EventMessage.CONTENT_TYPE)
                .eventStream(events)
                .build();
    }
}
