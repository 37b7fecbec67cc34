package dev.virga.services.lambda;

import dev.virga.api.lambda.InvalidRequestContentException;
import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Json;
import dev.virga.wire.Op;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Runs a function, now or later.
final class Invoke implements Operation<InvocationRequest, InvocationResponse> {
    static final int MAX_REQUEST_BYTES = 6_291_456;
    static final int MAX_EVENT_BYTES = 1_048_576;
    static final byte[] NO_PAYLOAD = "{}".getBytes(StandardCharsets.UTF_8);
    private static final int MAX_CLIENT_CONTEXT = 3583;

    private final Functions functions;
    private final PolicyTable policies;
    private final Invoker invoker;
    private final AsyncQueue queue;

    Invoke(Functions functions, PolicyTable policies, Invoker invoker, AsyncQueue queue) {
        this.functions = functions;
        this.policies = policies;
        this.invoker = invoker;
        this.queue = queue;
    }

    @Override
    public Op<InvocationRequest, InvocationResponse> op() {
        return LambdaOps.Invoke;
    }

    @Override
    public List<Access> access(InvocationRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        return List.of(Access.to("lambda:InvokeFunction", name.arn()).withResourcePolicy(policies.document(name)));
    }

    @Override
    public InvocationResponse handle(InvocationRequest input, Call call) {
        FunctionName name = FunctionName.parse(input.functionName(), input.qualifier(), call);
        refuse(input);
        byte[] payload = input.payload() == null || input.payload().length == 0 ? NO_PAYLOAD : input.payload();
        String type = input.invocationType() == null ? "RequestResponse" : input.invocationType();
        int limit = type.equals("Event") ? MAX_EVENT_BYTES : MAX_REQUEST_BYTES;
        if (payload.length > limit) {
            throw LambdaErrors.payloadTooLarge(payload.length, type, limit);
        }
        checkJson(payload);
        return switch (type) {
            case "Event" -> {
                functions.resolve(name);
                queue.add(name, call.requestId(), call.trace(), payload);
                yield InvocationResponse.builder().statusCode(202).build();
            }
            case "DryRun" -> {
                functions.resolve(name);
                yield InvocationResponse.builder().statusCode(204).build();
            }
            default -> now(input, name, payload, call);
        };
    }

    private static void refuse(InvocationRequest input) {
        if (input.tenantId() != null) {
            throw LambdaErrors.notImplemented("Invoke", "TenantId");
        }
        if (input.durableExecutionName() != null) {
            throw LambdaErrors.notImplemented("Invoke", "DurableExecutionName");
        }
    }

    static void checkJson(byte[] payload) {
        try {
            Json.parse(payload);
        } catch (Json.Malformed e) {
            throw new InvalidRequestContentException("Could not parse request body into json: Could not parse payload"
                            + " into json: " + e.getMessage())
                    .type("User");
        }
    }

    private InvocationResponse now(InvocationRequest input, FunctionName name, byte[] payload, Call call) {
        boolean tail = "Tail".equals(input.logType());
        Invoker.Result result = invoker.invoke(new Invoker.Invocation(
                name, call.requestId(), payload, call.trace(), clientContext(input.clientContext()), tail));
        byte[] log = result.logTail();
        return InvocationResponse.builder()
                .statusCode(200)
                .payload(result.payload())
                .functionError(result.functionError())
                .logResult(log == null ? null : Base64.getEncoder().encodeToString(log))
                .executedVersion(result.version())
                .build();
    }

    /// @param encoded base64 of JSON, or null
    static @Nullable String clientContext(@Nullable String encoded) {
        if (encoded == null) {
            return null;
        }
        if (encoded.length() > MAX_CLIENT_CONTEXT) {
            throw LambdaErrors.invalid(
                    "Client context must be less than or equal to " + MAX_CLIENT_CONTEXT + " bytes.");
        }
        try {
            String text = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
            Json.parse(text);
            return text;
        } catch (IllegalArgumentException | Json.Malformed e) {
            throw new InvalidRequestContentException("Client context must be a valid Base64-encoded JSON object.")
                    .type("User");
        }
    }
}
