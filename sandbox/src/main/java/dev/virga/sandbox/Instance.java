package dev.virga.sandbox;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One running function process (Lambda's "execution environment"). Serves one invocation at a
/// time.
public interface Instance extends AutoCloseable {
    /// Runs one invocation and waits for its outcome; parks the calling (virtual) thread.
    Outcome invoke(Invocation invocation);

    /// The same for a caller that wants the response while it is made. What a function streams goes
    /// to the sink, and the payload of the outcome is empty or that of the error; a response in one
    /// piece is in the outcome as ever.
    default Outcome invoke(Invocation invocation, ResponseSink sink) {
        return invoke(invocation);
    }

    /// Still able to take an invocation.
    boolean alive();

    /// Time that the start took, until the first `next` request or the init error.
    Duration initDuration();

    /// Ends all processes and gives the slot back. Quick and idempotent.
    @Override
    void close();

    /// @param requestId UUID
    /// @param deadline after it the instance is ended and the outcome is [TimedOut]
    /// @param clientContext JSON or null
    record Invocation(
            String requestId,
            byte[] payload,
            Instant deadline,
            String functionArn,
            String traceId,
            @Nullable String clientContext) {}

    /// @param duration time from hand-over to answer
    /// @param maxMemoryBytes the most memory the instance has used so far, 0 when it cannot be
    ///     known
    record Usage(Duration duration, long maxMemoryBytes) {}

    sealed interface Outcome permits Response, FunctionError, InitFailed, TimedOut, Exited {
        Usage usage();
    }

    /// @param contentType what the runtime said
    record Response(byte[] payload, String contentType, Usage usage) implements Outcome {}

    /// The handler failed: what the runtime posted to `/invocation/ID/error`.
    ///
    /// @param errorType e.g. `Runtime.UserCodeSyntaxError`
    /// @param payload JSON with errorMessage, errorType, stackTrace
    record FunctionError(byte[] payload, String errorType, Usage usage) implements Outcome {}

    /// The runtime could not start the handler: what it posted to `/init/error`. The instance is
    /// gone.
    record InitFailed(byte[] payload, String errorType, Usage usage) implements Outcome {}

    /// The deadline passed; the instance is gone.
    record TimedOut(Usage usage) implements Outcome {}

    /// The process ended before it answered; the instance is gone.
    ///
    /// @param exitCode exit status, or 128 + signal
    /// @param outOfMemory it was ended because it went over its memory limit
    record Exited(int exitCode, boolean outOfMemory, Usage usage) implements Outcome {}
}
