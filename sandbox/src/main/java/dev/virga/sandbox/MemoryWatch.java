package dev.virga.sandbox;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/// Looks at the memory of all busy instances every few milliseconds and ends those over their
/// limit.
///
/// The kernel's own limit cannot do it alone: files in /tmp live in memory too, but have a limit of
/// their own, so the kernel is told the sum of both. And without cgroups there is nothing else.
final class MemoryWatch implements AutoCloseable {
    static final int INTERVAL_MILLIS = 50;

    private final Set<Watched> all = ConcurrentHashMap.newKeySet();
    private final Thread thread;
    private volatile boolean closed;

    MemoryWatch() {
        thread = Thread.ofPlatform().daemon().name("sandbox-memory").start(this::loop);
    }

    /// Something to look at.
    interface Watched {
        void look();
    }

    void add(Watched watched) {
        if (all.add(watched) && all.size() == 1) {
            LockSupport.unpark(thread);
        }
    }

    void remove(Watched watched) {
        all.remove(watched);
    }

    private void loop() {
        while (!closed) {
            if (all.isEmpty()) {
                LockSupport.park(this);
            } else {
                LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(INTERVAL_MILLIS));
            }
            all.forEach(Watched::look);
        }
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(thread);
    }
}
