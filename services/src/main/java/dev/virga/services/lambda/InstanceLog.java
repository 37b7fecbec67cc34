package dev.virga.services.lambda;

import dev.virga.api.logs.InputLogEvent;
import dev.virga.kernel.Time;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// What one instance writes to its log stream, until it is shipped; and the last bytes of the
/// running invocation, for clients that ask for them.
///
/// Any thread may call it. A function that writes faster than its log is shipped waits a little,
/// and loses lines in the end, which the log then says.
final class InstanceLog {
    private static final int TAIL_BYTES = 4096;
    private static final int MAX_WAITING = 20_000;
    private static final long MAX_WAITING_BYTES = 8 << 20;
    private static final long MAX_BLOCK_MILLIS = 200;

    /// Limits of one PutLogEvents.
    private static final int BATCH_EVENTS = 5000;

    private static final int BATCH_BYTES = 1_000_000;
    private static final int EVENT_OVERHEAD = 26;

    private final Time time;
    private final Runnable changed;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition room = lock.newCondition();
    private final Deque<InputLogEvent> waiting = new ArrayDeque<>();
    private final Deque<String> tail = new ArrayDeque<>();
    private long waitingBytes;
    private int tailBytes;
    private boolean keepsTail;
    private long lastMillis;
    private long lost;

    /// @param changed called when there is something to ship; must be quick
    InstanceLog(Time time, Runnable changed) {
        this.time = time;
        this.changed = changed;
    }

    /// @param message with its line end where Lambda writes one
    void add(String message) {
        lock.lock();
        try {
            if (!hasRoom(message)) {
                lost++;
                return;
            }
            if (lost > 0) {
                long count = lost;
                lost = 0;
                put("[" + count + " log lines were lost: the function writes faster than they can be kept]\n");
            }
            put(message);
        } finally {
            lock.unlock();
        }
        changed.run();
    }

    private boolean hasRoom(String message) {
        long left = TimeUnit.MILLISECONDS.toNanos(MAX_BLOCK_MILLIS);
        try {
            while (waiting.size() >= MAX_WAITING || waitingBytes + message.length() > MAX_WAITING_BYTES) {
                if (left <= 0) {
                    return false;
                }
                left = room.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    private void put(String line) {
        // Logs takes no empty event.
        String message = line.isEmpty() ? "\n" : line;
        // The clock may be set back; events of a batch must not.
        lastMillis = Math.max(lastMillis, time.instant().toEpochMilli());
        waiting.add(
                InputLogEvent.builder().timestamp(lastMillis).message(message).build());
        waitingBytes += size(message);
        if (keepsTail) {
            tail.add(message);
            tailBytes += message.length();
            while (tail.size() > 1 && tailBytes - tail.getFirst().length() >= TAIL_BYTES) {
                tailBytes -= tail.removeFirst().length();
            }
        }
    }

    /// An upper bound of the size in UTF-8.
    private static long size(String message) {
        return 3L * message.length() + EVENT_OVERHEAD;
    }

    /// From here on the last bytes are kept.
    void startTail() {
        lock.lock();
        try {
            keepsTail = true;
            tail.clear();
            tailBytes = 0;
        } finally {
            lock.unlock();
        }
    }

    /// The last 4 KB since [#startTail].
    byte[] endTail() {
        lock.lock();
        try {
            keepsTail = false;
            byte[] all = String.join("", tail).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            tail.clear();
            tailBytes = 0;
            return all.length <= TAIL_BYTES
                    ? all
                    : java.util.Arrays.copyOfRange(all, all.length - TAIL_BYTES, all.length);
        } finally {
            lock.unlock();
        }
    }

    boolean empty() {
        lock.lock();
        try {
            return waiting.isEmpty();
        } finally {
            lock.unlock();
        }
    }

    /// Takes the next batch out; empty when there is none.
    List<InputLogEvent> take() {
        lock.lock();
        try {
            List<InputLogEvent> batch = new ArrayList<>();
            long bytes = 0;
            while (!waiting.isEmpty() && batch.size() < BATCH_EVENTS) {
                long size = size(waiting.getFirst().message());
                if (!batch.isEmpty() && bytes + size > BATCH_BYTES) {
                    break;
                }
                bytes += size;
                waitingBytes -= size;
                batch.add(waiting.removeFirst());
            }
            room.signalAll();
            return batch;
        } finally {
            lock.unlock();
        }
    }
}
