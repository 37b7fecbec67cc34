package dev.virga.sandbox;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/// The memory of one instance: the most seen so far, and whether it went over the limit.
final class MemoryMeter implements MemoryWatch.Watched {
    private static final long FRESH_NANOS = TimeUnit.MILLISECONDS.toNanos(MemoryWatch.INTERVAL_MILLIS);

    private final LongSupplier usedBytes;
    private final long limitBytes;
    private final Runnable kill;
    private volatile boolean busy = true;
    private volatile boolean exceeded;
    private volatile long max;
    private volatile long lookedAt;

    MemoryMeter(LongSupplier usedBytes, long limitBytes, Runnable kill) {
        this.usedBytes = usedBytes;
        this.limitBytes = limitBytes;
        this.kill = kill;
    }

    @Override
    public void look() {
        if (busy) {
            lookNow();
        }
    }

    synchronized void lookNow() {
        lookedAt = System.nanoTime();
        long used = usedBytes.getAsLong();
        max = Math.max(max, Math.min(used, limitBytes));
        if (used > limitBytes && !exceeded) {
            exceeded = true;
            kill.run();
        }
    }

    /// Looks only when the last time is a while ago, so that fast invocations do not pay for it.
    long maxBytes() {
        if (max == 0 || System.nanoTime() - lookedAt > FRESH_NANOS) {
            lookNow();
        }
        return max;
    }

    void setBusy(boolean value) {
        busy = value;
    }

    boolean exceeded() {
        return exceeded;
    }
}
