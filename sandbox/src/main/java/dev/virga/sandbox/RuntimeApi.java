package dev.virga.sandbox;

import java.io.IOException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Lambda's Runtime API for one instance: hands invocations to the runtime and takes its answers.
///
///     starting ── next ──▶ waiting ◀── invoke ──▶ running ── response | error ──▶ (next again)
///         └── init/error ──▶ failed
///
/// The thread that invokes writes the invocation to the waiting connection itself, so a warm
/// invocation costs one change of threads.
final class RuntimeApi implements AutoCloseable {
    /// Lambda's limit of a response, in bytes.
    static final int MAX_RESPONSE_BYTES = 6 * 1024 * 1024 + 100;

    /// Lambda's limit of a response that is streamed.
    static final long MAX_STREAM_BYTES = 200L * 1024 * 1024;

    private static final int MAX_CONNECTIONS = 64;
    private static final int WRITE_INLINE_BYTES = 32 * 1024;
    private static final int CONNECTION_STACK_BYTES = 256 * 1024;
    private static final int LAST_WORDS_MILLIS = 250;

    private final ServerSocketChannel listener;
    private final Set<RuntimeConnection> connections = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<Started> started = new CompletableFuture<>();
    private final CompletableFuture<Void> quiet = new CompletableFuture<>();
    private final ReentrantLock state = new ReentrantLock();
    private @Nullable RuntimeConnection waiting;
    private @Nullable Handover pending;
    private @Nullable Handover running;
    private @Nullable Answer end;
    private String lastAnswered = "";
    private boolean ending;

    /// How the start of the runtime ended.
    enum Started {
        READY,
        INIT_ERROR,
        ENDED
    }

    sealed interface Answer permits Responded, Failed, InitError, Ended {}

    record Responded(byte[] payload, String contentType) implements Answer {}

    record Failed(byte[] payload, String errorType) implements Answer {}

    record InitError(byte[] payload, String errorType) implements Answer {}

    record Ended() implements Answer {}

    /// One invocation on its way through the runtime.
    ///
    /// @param deadlineMillis in the time of the function's own clock
    /// @param sink for a response that is streamed; null when the caller wants it as a whole
    record Handover(
            Instance.Invocation invocation,
            long deadlineMillis,
            CompletableFuture<Answer> answer,
            @Nullable ResponseSink sink) {
        Handover(Instance.Invocation invocation, long deadlineMillis, CompletableFuture<Answer> answer) {
            this(invocation, deadlineMillis, answer, null);
        }
    }

    /// What the runtime is told about an answer it posted.
    enum Verdict {
        ACCEPTED,
        WRONG_REQUEST_ID,
        WRONG_STATE
    }

    RuntimeApi(ServerSocketChannel listener) {
        this.listener = listener;
        Thread.ofVirtual().name("runtime-api").start(this::accept);
    }

    CompletableFuture<Started> started() {
        return started;
    }

    /// Whether the runtime has reported that it cannot start.
    boolean failed() {
        return started.getNow(Started.READY) != Started.READY;
    }

    /// Hands the invocation over, now or with the runtime's next request; the answer comes through
    /// its future. One at a time.
    void invoke(Handover handover) {
        @Nullable RuntimeConnection connection;
        state.lock();
        try {
            if (end != null) {
                handover.answer().complete(end);
                return;
            }
            connection = waiting;
            waiting = null;
            if (connection == null) {
                pending = handover;
            } else {
                running = handover;
            }
        } finally {
            state.unlock();
        }
        if (connection != null) {
            send(connection, handover);
        }
    }

    private void send(RuntimeConnection connection, Handover handover) {
        if (handover.invocation().payload().length <= WRITE_INLINE_BYTES) {
            sendNow(connection, handover);
        } else {
            // A runtime that does not read must not hold the caller beyond its deadline.
            Thread.ofVirtual().name("runtime-api-send").start(() -> sendNow(connection, handover));
        }
    }

    private void sendNow(RuntimeConnection connection, Handover handover) {
        try {
            connection.sendInvocation(handover);
        } catch (IOException lost) {
            connection.close();
            state.lock();
            try {
                if (handover.equals(running) && end == null) {
                    running = null;
                    pending = handover;
                }
            } finally {
                state.unlock();
            }
        }
    }

    /// The runtime asks for work on this connection.
    Verdict next(RuntimeConnection connection) {
        Handover handover;
        state.lock();
        try {
            if (running != null || waiting != null || end != null) {
                return Verdict.WRONG_STATE;
            }
            started.complete(Started.READY);
            if (pending == null) {
                waiting = connection;
                return Verdict.ACCEPTED;
            }
            handover = pending;
            pending = null;
            running = handover;
        } finally {
            state.unlock();
        }
        send(connection, handover);
        return Verdict.ACCEPTED;
    }

    /// Whether an answer to this request would be taken; asked before its body is read.
    Verdict expects(String requestId) {
        state.lock();
        try {
            if (running != null && running.invocation().requestId().equals(requestId)) {
                return Verdict.ACCEPTED;
            }
            return lastAnswered.equals(requestId) ? Verdict.WRONG_STATE : Verdict.WRONG_REQUEST_ID;
        } finally {
            state.unlock();
        }
    }

    /// Where the running invocation's response may be streamed to, or null.
    @Nullable
    ResponseSink sink(String requestId) {
        state.lock();
        try {
            Handover handover = running;
            return handover != null && handover.invocation().requestId().equals(requestId) ? handover.sink() : null;
        } finally {
            state.unlock();
        }
    }

    /// Takes an answer. The future is completed by the returned action, which the connection runs
    /// after it has told the runtime, so that this one goes on while the caller wakes up.
    @Nullable
    Runnable answer(String requestId, Answer answer) {
        state.lock();
        try {
            @Nullable Handover handover = running;
            if (handover == null || !handover.invocation().requestId().equals(requestId)) {
                return null;
            }
            running = null;
            lastAnswered = requestId;
            return () -> handover.answer().complete(answer);
        } finally {
            state.unlock();
        }
    }

    Verdict initError(byte[] payload, String errorType) {
        state.lock();
        try {
            if (started.isDone()) {
                return Verdict.WRONG_STATE;
            }
            end(new InitError(payload, errorType));
        } finally {
            state.unlock();
        }
        started.complete(Started.INIT_ERROR);
        return Verdict.ACCEPTED;
    }

    /// The function's process is gone. What it has sent before is read first: it may have answered
    /// and then ended. Waits a moment for that.
    void processEnded() {
        state.lock();
        try {
            ending = true;
            if (connections.isEmpty()) {
                quiet.complete(null);
            }
        } finally {
            state.unlock();
        }
        try {
            quiet.get(LAST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException e) {
            // Some connection of a process that is gone is still open: do not wait for it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        state.lock();
        try {
            end(new Ended());
        } finally {
            state.unlock();
        }
        started.complete(Started.ENDED);
    }

    private void end(Answer how) {
        if (end == null) {
            end = how;
        }
        for (@Nullable Handover open : new Handover[] {running, pending}) {
            if (open != null) {
                open.answer().complete(end);
            }
        }
        running = null;
        pending = null;
    }

    void closed(RuntimeConnection connection) {
        state.lock();
        try {
            connections.remove(connection);
            if (waiting == connection) {
                waiting = null;
            }
            if (ending && connections.isEmpty()) {
                quiet.complete(null);
            }
        } finally {
            state.unlock();
        }
    }

    private void accept() {
        try {
            while (true) {
                SocketChannel channel = listener.accept();
                RuntimeConnection connection = new RuntimeConnection(this, channel);
                if (connections.size() >= MAX_CONNECTIONS) {
                    connection.close();
                    continue;
                }
                connections.add(connection);
                // Not a virtual thread: waking up one that waits for a socket takes another thread
                // and twice the time of a whole warm invocation.
                Thread.ofPlatform()
                        .daemon()
                        .stackSize(CONNECTION_STACK_BYTES)
                        .name("runtime-api-connection")
                        .start(connection::serve);
            }
        } catch (IOException closed) {
            // The instance ends.
        }
    }

    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            // It is gone either way.
        }
        connections.forEach(RuntimeConnection::close);
    }
}
