package dev.virga.services.lambda;

import dev.virga.api.lambda.InvokeResponseStreamUpdate;
import dev.virga.api.lambda.InvokeWithResponseStreamCompleteEvent;
import dev.virga.api.lambda.InvokeWithResponseStreamResponseEvent;
import dev.virga.sandbox.ResponseSink;
import dev.virga.wire.AwsException;
import dev.virga.wire.EventStream;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The pieces of a function's response on their way from the thread that runs it to the one that
/// answers the client. When the client is slow the function waits; when the client is gone the
/// function runs to its end, as in Lambda.
final class ResponseEvents implements EventStream<InvokeWithResponseStreamResponseEvent>, ResponseSink {
    /// Pieces that wait for the client.
    private static final int MAX_WAITING = 16;

    private static final int LOOK_MILLIS = 200;

    /// What the queue carries.
    private sealed interface Item permits Piece, Done, Refused {}

    private record Piece(byte[] bytes) implements Item {}

    private record Done(InvokeWithResponseStreamCompleteEvent how) implements Item {}

    private record Refused(AwsException why) implements Item {}

    private final BlockingQueue<Item> queue = new ArrayBlockingQueue<>(MAX_WAITING);
    private final String requestId;
    private volatile boolean closed;
    private @Nullable Item first;
    private boolean ended;

    ResponseEvents(String requestId) {
        this.requestId = requestId;
    }

    /// Starts the function and waits for the first that comes of it.
    ///
    /// @throws AwsException when it could not be run
    void run(Invoker invoker, Function<ResponseSink, Invoker.Invocation> invocation) {
        Invoker.Invocation made = invocation.apply(this);
        Thread.ofVirtual().name("invoke " + requestId).start(() -> invoke(invoker, made));
        Item item = take();
        if (item instanceof Refused refused) {
            throw refused.why();
        }
        first = item;
    }

    private void invoke(Invoker invoker, Invoker.Invocation invocation) {
        try {
            Invoker.Result result = invoker.invoke(invocation);
            boolean failed = result.functionError() != null;
            if (!failed && result.payload().length > 0) {
                piece(result.payload());
            }
            put(new Done(complete(result, failed)));
        } catch (AwsException e) {
            put(new Refused(e));
        } catch (RuntimeException | Error e) {
            put(new Refused(LambdaErrors.service("The invocation failed.")));
            throw e;
        }
    }

    private static InvokeWithResponseStreamCompleteEvent complete(Invoker.Result result, boolean failed) {
        byte[] log = result.logTail();
        return InvokeWithResponseStreamCompleteEvent.builder()
                .errorCode(failed ? errorCode(result) : null)
                .errorDetails(failed ? new String(result.payload(), StandardCharsets.UTF_8) : null)
                .logResult(log == null ? null : Base64.getEncoder().encodeToString(log))
                .build();
    }

    /// The type that the error names, e.g. `Sandbox.Timedout`.
    private static @Nullable String errorCode(Invoker.Result result) {
        try {
            if (Json.parse(result.payload()) instanceof Map<?, ?> error
                    && error.get("errorType") instanceof String type) {
                return type;
            }
        } catch (Json.Malformed e) {
            // A runtime of the user's own may post anything.
        }
        return result.functionError();
    }

    @Override
    public void piece(byte[] bytes) {
        put(new Piece(bytes));
    }

    private void put(Item item) {
        try {
            while (!closed && !queue.offer(item, LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                // The client is slow: wait on, unless it goes away.
            }
        } catch (InterruptedException e) {
            closed = true;
            Thread.currentThread().interrupt();
        }
    }

    private Item take() {
        try {
            return queue.take();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw LambdaErrors.service("The server is stopping.");
        }
    }

    @Override
    public @Nullable InvokeWithResponseStreamResponseEvent next() throws IOException {
        if (ended) {
            return null;
        }
        Item item = first == null ? take() : first;
        first = null;
        return switch (item) {
            case Piece piece ->
                new InvokeWithResponseStreamResponseEvent.PayloadChunk(InvokeResponseStreamUpdate.builder()
                        .payload(piece.bytes())
                        .build());
            case Done done -> {
                ended = true;
                yield new InvokeWithResponseStreamResponseEvent.InvokeComplete(done.how());
            }
            case Refused refused -> throw refused.why();
        };
    }

    @Override
    public void close() {
        closed = true;
        queue.clear();
    }
}
