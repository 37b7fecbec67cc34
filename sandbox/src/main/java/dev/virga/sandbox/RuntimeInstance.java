package dev.virga.sandbox;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// A started function: its processes, its Runtime API and its log.
final class RuntimeInstance implements Instance {
    private static final int REAP_MILLIS = 5_000;
    private static final int LAST_LINES_MILLIS = 250;

    private final Processes processes;
    private final RuntimeApi api;
    private final FunctionLog log;
    private final InstantSource clock;
    private final InstantSource hostClock;
    private final Set<RuntimeInstance> instances;
    private final long startedAt;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CompletableFuture<Void> gone = new CompletableFuture<>();
    private final ReentrantLock invoking = new ReentrantLock();
    private volatile Duration initDuration = Duration.ZERO;
    private volatile boolean timedOut;

    /// @param startedAt of [System#nanoTime]
    /// @param instances from which it removes itself when nothing of it is left
    RuntimeInstance(
            Processes processes,
            RuntimeApi api,
            FunctionLog log,
            InstantSource clock,
            InstantSource hostClock,
            long startedAt,
            Set<RuntimeInstance> instances) {
        this.processes = processes;
        this.api = api;
        this.log = log;
        this.clock = clock;
        this.hostClock = hostClock;
        this.startedAt = startedAt;
        this.instances = instances;
    }

    /// From now on the end of the processes is seen.
    void watchEnd() {
        processes.onEnd(api::processEnded, this::release);
    }

    /// Waits until the runtime is ready or has failed, at most this long.
    void awaitStart(Duration initTimeout) {
        try {
            api.started().get(initTimeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException stillStarting) {
            // It goes on in the time of the first invocation, as in Lambda.
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        initDuration = Duration.ofNanos(System.nanoTime() - startedAt);
        processes.initDone();
    }

    @Override
    public Outcome invoke(Invocation invocation) {
        return invokeAlone(invocation, null);
    }

    @Override
    public Outcome invoke(Invocation invocation, ResponseSink sink) {
        return invokeAlone(invocation, sink);
    }

    private Outcome invokeAlone(Invocation invocation, @Nullable ResponseSink sink) {
        invoking.lock();
        try {
            return invokeNow(invocation, sink);
        } finally {
            invoking.unlock();
        }
    }

    private Outcome invokeNow(Invocation invocation, @Nullable ResponseSink sink) {
        long handedOver = System.nanoTime();
        Duration left = Duration.between(clock.instant(), invocation.deadline());
        long deadlineMillis = hostClock.millis() + left.toMillis();
        CompletableFuture<RuntimeApi.Answer> future = new CompletableFuture<>();
        RuntimeApi.Answer answer;
        processes.setBusy(true);
        try {
            api.invoke(new RuntimeApi.Handover(invocation, deadlineMillis, future, sink));
            answer = future.get(Math.max(1, left.toNanos()), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            timedOut = true;
            Usage usage = usage(handedOver);
            close();
            awaitGone(LAST_LINES_MILLIS);
            log.flush();
            return new TimedOut(usage);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            timedOut = true;
            close();
            return new TimedOut(usage(handedOver));
        } catch (ExecutionException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            processes.setBusy(false);
        }
        log.flush();
        Usage usage = usage(handedOver);
        return switch (answer) {
            case RuntimeApi.Responded done -> new Response(done.payload(), done.contentType(), usage);
            case RuntimeApi.Failed failed -> new FunctionError(failed.payload(), failed.errorType(), usage);
            case RuntimeApi.InitError failed -> {
                close();
                yield new InitFailed(failed.payload(), failed.errorType(), usage);
            }
            case RuntimeApi.Ended ended -> {
                close();
                yield exited(usage);
            }
        };
    }

    /// Of the function's first process; -1 while it runs.
    int exitCode() {
        return processes.exitCode();
    }

    private Outcome exited(Usage usage) {
        if (timedOut) {
            return new TimedOut(usage);
        }
        return new Exited(exitCode(), processes.outOfMemory(), usage);
    }

    private Usage usage(long handedOver) {
        return new Usage(Duration.ofNanos(System.nanoTime() - handedOver), processes.maxMemoryBytes());
    }

    @Override
    public boolean alive() {
        return !closed.get() && exitCode() < 0 && !api.failed();
    }

    @Override
    public Duration initDuration() {
        return initDuration;
    }

    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            processes.kill();
        }
    }

    private void release() {
        closed.set(true);
        log.close();
        api.close();
        processes.release();
        instances.remove(this);
        gone.complete(null);
    }

    /// Waits until nothing of the instance is left.
    void awaitGone() {
        if (!awaitGone(REAP_MILLIS)) {
            System.getLogger(RuntimeInstance.class.getName())
                    .log(System.Logger.Level.WARNING, "processes of a function do not end");
        }
    }

    private boolean awaitGone(int millis) {
        try {
            gone.get(millis, TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
