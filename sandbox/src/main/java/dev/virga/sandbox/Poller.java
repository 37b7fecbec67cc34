package dev.virga.sandbox;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One thread that waits for all pipes and process ends of all instances (epoll), so that an
/// instance costs no thread. Events are handled on virtual threads.
final class Poller implements AutoCloseable {
    private static final int EVENTS_AT_ONCE = 64;
    private static final int EVENT_BYTES = Machine.X86_64 ? 12 : 16;
    private static final int DATA_OFFSET = Machine.X86_64 ? 4 : 8;
    private static final int WAIT_MILLIS = 500;
    private static final int ADD = 1;
    private static final int REMOVE = 2;
    private static final int CHANGE = 3;
    private static final int READABLE_ONCE = 0x1 | 0x40000000;

    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
    private static final ValueLayout.OfLong UNALIGNED_LONG = ValueLayout.JAVA_LONG_UNALIGNED;

    private final int epoll;
    private final Map<Long, Runnable> handlers = new ConcurrentHashMap<>();
    private final AtomicLong lastKey = new AtomicLong();
    private final Thread thread;
    private volatile boolean closed;

    Poller() throws SyscallException {
        epoll = (int) Kernel.call("epoll", Syscall.EPOLL_CREATE1, Kernel.O_CLOEXEC);
        thread = Thread.ofPlatform().daemon().name("sandbox-poller").start(this::loop);
    }

    /// Runs the handler, on a virtual thread, each time the descriptor becomes readable; after each
    /// time [#again] must be called.
    ///
    /// @return a key for `again` and `remove`
    long add(int fd, Runnable handler) throws SyscallException {
        long key = lastKey.incrementAndGet();
        handlers.put(key, handler);
        try {
            control(ADD, fd, key);
        } catch (SyscallException e) {
            handlers.remove(key);
            throw e;
        }
        return key;
    }

    void again(int fd, long key) {
        try {
            control(CHANGE, fd, key);
        } catch (SyscallException gone) {
            handlers.remove(key);
        }
    }

    /// To be called before the descriptor is closed.
    void remove(int fd, long key) {
        if (handlers.remove(key) != null) {
            try {
                control(REMOVE, fd, key);
            } catch (SyscallException gone) {
                // Closed already: the kernel has removed it.
            }
        }
    }

    private void control(int operation, int fd, long key) throws SyscallException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment event = arena.allocate(EVENT_BYTES, 8);
            event.set(INT, 0, READABLE_ONCE);
            event.set(UNALIGNED_LONG, DATA_OFFSET, key);
            Kernel.call("epoll_ctl", Syscall.EPOLL_CTL, epoll, operation, fd, event.address());
        }
    }

    private void loop() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment events = arena.allocate((long) EVENT_BYTES * EVENTS_AT_ONCE, 8);
            while (!closed) {
                long count =
                        Kernel.tryCall(Syscall.EPOLL_PWAIT, epoll, events.address(), EVENTS_AT_ONCE, WAIT_MILLIS, 0, 8);
                for (int i = 0; i < count; i++) {
                    long key = events.get(UNALIGNED_LONG, (long) i * EVENT_BYTES + DATA_OFFSET);
                    @Nullable Runnable handler = handlers.get(key);
                    if (handler != null) {
                        Thread.ofVirtual().name("sandbox-event").start(handler);
                    }
                }
            }
        } finally {
            Kernel.close(epoll);
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join(2L * WAIT_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
