package dev.virga.store;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/// A few platform threads for file work, so that virtual threads wait parked instead of holding
/// their carrier. All work with one name runs on the same thread, one after the other: that
/// replaces a lock.
final class Lanes {
    static final int LANES = 4;

    /// Tasks that may wait; further callers wait for a place.
    static final int QUEUE_TASKS = 1_024;

    private final List<ExecutorService> lanes = IntStream.range(0, LANES)
            .mapToObj(lane -> Executors.newSingleThreadExecutor(Thread.ofPlatform()
                    .daemon()
                    .name("virga-store-blobs-" + lane)
                    .factory()))
            .toList();

    private final Semaphore places = new Semaphore(QUEUE_TASKS);
    private final AtomicInteger turn = new AtomicInteger();

    /// Waits for the end of the work; interrupting does not end the wait, since the work goes on.
    ///
    /// @param name whose lane it is, or empty for any
    <T> T run(String name, Callable<T> work) throws IOException {
        int lane = name.isEmpty() ? turn.getAndIncrement() : name.hashCode();
        FutureTask<T> task = new FutureTask<>(work);
        places.acquireUninterruptibly();
        boolean interrupted = false;
        try {
            lanes.get(Math.floorMod(lane, LANES)).execute(task);
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (RejectedExecutionException e) {
            throw new IllegalStateException("the store is closed", e);
        } catch (ExecutionException e) {
            throw failure(e);
        } finally {
            places.release();
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException failure(ExecutionException ended) {
        Throwable cause = ended.getCause();
        if (cause instanceof IOException e) {
            return e;
        }
        if (cause instanceof RuntimeException e) {
            throw e;
        }
        return new IOException("file work failed", ended);
    }

    /// Waits for the work under way.
    void close() {
        lanes.forEach(ExecutorService::close);
    }
}
