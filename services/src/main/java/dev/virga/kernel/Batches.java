package dev.virga.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Things that are written by one thread of its own, several at once, off the path of the requests
/// that made them. What waits when the process dies is lost: not for what was acknowledged.
///
/// Any thread may offer. The writer begins with the first thing offered.
public final class Batches<T> implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Batches.class.getName());

    /// Either a thing or somebody who waits for everything before it.
    private record Entry<T>(@Nullable T thing, @Nullable CountDownLatch waiter, long bytes) {}

    private final String name;
    private final long maxBytes;
    private final ToLongFunction<T> bytes;
    private final AtomicLong waitingBytes = new AtomicLong();
    private final int maxBatch;
    private final Consumer<List<T>> write;
    private final BlockingQueue<Entry<T>> waiting;
    private final AtomicBoolean begun = new AtomicBoolean();
    private final AtomicLong dropped = new AtomicLong();
    private volatile boolean closed;
    /// The writer ends with the batch that has this in it.
    private volatile @Nullable CountDownLatch end;

    /// @param maxWaiting further things are dropped, and counted in the log
    /// @param write gets 1 to `maxBatch` things in the order of their offers; when it throws they
    ///     are lost
    public Batches(String name, int maxWaiting, int maxBatch, Consumer<List<T>> write) {
        this(name, maxWaiting, Long.MAX_VALUE, thing -> 0, maxBatch, write);
    }

    /// For things of very different sizes.
    ///
    /// @param maxBytes of all that wait or are being written together
    /// @param bytes what a thing keeps in memory
    public Batches(
            String name,
            int maxWaiting,
            long maxBytes,
            ToLongFunction<T> bytes,
            int maxBatch,
            Consumer<List<T>> write) {
        this.name = name;
        this.maxBytes = maxBytes;
        this.bytes = bytes;
        this.maxBatch = maxBatch;
        this.write = write;
        this.waiting = new ArrayBlockingQueue<>(maxWaiting);
    }

    /// Never waits. False when it was dropped because too many wait already.
    public boolean offer(T thing) {
        long its = bytes.applyAsLong(thing);
        boolean fits = waitingBytes.addAndGet(its) <= maxBytes;
        if (!closed && fits && waiting.offer(new Entry<>(thing, null, its))) {
            begin();
            return true;
        }
        waitingBytes.addAndGet(-its);
        if (dropped.getAndIncrement() == 0) {
            LOG.log(System.Logger.Level.WARNING, "too many {0} wait to be written; some are dropped", name);
        }
        return false;
    }

    /// Returns when everything offered before is written.
    public void flush() {
        if (!begun.get() || closed) {
            return;
        }
        CountDownLatch latch = new CountDownLatch(1);
        try {
            waiting.put(new Entry<>(null, latch, 0));
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void begin() {
        if (begun.compareAndSet(false, true)) {
            Thread.ofVirtual().name(name).start(this::run);
        }
    }

    private void run() {
        List<Entry<T>> batch = new ArrayList<>(maxBatch);
        try {
            while (true) {
                batch.add(waiting.take());
                waiting.drainTo(batch, maxBatch - 1);
                if (!write(batch)) {
                    return;
                }
                batch.clear();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// False when it was the last batch.
    private boolean write(List<Entry<T>> batch) {
        List<T> things = new ArrayList<>(batch.size());
        for (Entry<T> entry : batch) {
            T thing = entry.thing();
            if (thing != null) {
                things.add(thing);
            }
        }
        if (!things.isEmpty()) {
            try {
                write.accept(things);
            } catch (RuntimeException | Error e) {
                LOG.log(System.Logger.Level.ERROR, things.size() + " " + name + " were not written", e);
            }
        }
        for (Entry<T> entry : batch) {
            waitingBytes.addAndGet(-entry.bytes());
            CountDownLatch waiter = entry.waiter();
            if (waiter != null) {
                waiter.countDown();
            }
        }
        return batch.stream().noneMatch(entry -> entry.waiter() != null && entry.waiter() == end);
    }

    /// Writes what waits.
    @Override
    public void close() {
        if (begun.get()) {
            CountDownLatch latch = new CountDownLatch(1);
            end = latch;
            closed = true;
            try {
                waiting.put(new Entry<>(null, latch, 0));
                latch.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
        closed = true;
    }
}
