package dev.virga.sandbox;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Slots prepared ahead of time, for each kind that has been asked for: most of what a cold start
/// costs beside the interpreter is done before it is needed.
///
/// @param <K> kinds of slots
final class SlotPool<K> implements AutoCloseable {
    /// Of each kind. Each costs a thread, a small process and a network namespace.
    static final int READY_SLOTS = 2;

    private final Map<K, Deque<Slot>> ready = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private boolean closed;

    /// @param prepare begins to prepare one
    Slot take(K kind, Supplier<Slot> prepare) {
        lock.lock();
        try {
            Deque<Slot> slots = ready.computeIfAbsent(kind, k -> new ArrayDeque<>());
            @Nullable Slot slot = slots.poll();
            return slot == null ? prepare.get() : slot;
        } finally {
            lock.unlock();
        }
    }

    /// To be called when the taken slot is in use, so that its start does not compete with the
    /// preparation of others.
    void refill(K kind, Supplier<Slot> prepare) {
        lock.lock();
        try {
            Deque<Slot> slots = ready.computeIfAbsent(kind, k -> new ArrayDeque<>());
            while (!closed && slots.size() < READY_SLOTS) {
                slots.add(prepare.get());
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            ready.values().forEach(slots -> slots.forEach(Slot::discard));
            ready.clear();
        } finally {
            lock.unlock();
        }
    }
}
