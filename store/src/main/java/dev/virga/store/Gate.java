package dev.virga.store;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/// Counts who is inside the native database, so that it is closed only when nobody is: a call into
/// a closed RocksDB would end the process.
final class Gate {
    private static final long CLOSED = Long.MIN_VALUE;
    private static final long POLL_NANOS = 1_000_000;
    private static final long CLOSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final AtomicLong inside = new AtomicLong();

    void enter() {
        if (inside.incrementAndGet() < 0) {
            inside.decrementAndGet();
            throw new IllegalStateException("the store is closed");
        }
    }

    void leave() {
        inside.decrementAndGet();
    }

    /// False for all but the first caller. Nobody enters from now on.
    boolean shut() {
        long before = inside.getAndUpdate(count -> count < 0 ? count : count + CLOSED);
        return before >= 0;
    }

    /// True when everybody has left in time.
    boolean awaitEmpty() {
        long start = System.nanoTime();
        while (inside.get() != CLOSED) {
            if (System.nanoTime() - start > CLOSE_WAIT_NANOS) {
                return false;
            }
            LockSupport.parkNanos(this, POLL_NANOS);
        }
        return true;
    }
}
