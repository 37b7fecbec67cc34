package dev.virga.kernel;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/// A clock that stands still until a test moves it.
public final class FakeTime implements Time {
    private final Map<Thread, Instant> waiting = new ConcurrentHashMap<>();
    private volatile Instant now;

    public FakeTime(Instant start) {
        now = start;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public void parkUntil(Instant due) {
        Thread self = Thread.currentThread();
        waiting.put(self, due);
        try {
            if (now.isBefore(due)) {
                LockSupport.park(this);
            }
        } finally {
            waiting.remove(self);
        }
    }

    /// Whoever waits for a time up to the new one wakes up.
    public void advance(Duration by) {
        Instant later = now.plus(by);
        now = later;
        waiting.forEach((thread, due) -> {
            if (!due.isAfter(later)) {
                LockSupport.unpark(thread);
            }
        });
    }
}
