package dev.virga.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/// Runs the callbacks of [Store#watch] on a thread of their own, so that a slow one delays other
/// watchers and never a commit. A watch waits in the queue at most once, which bounds the queue.
final class Watches {
    static final int WATCHES = 100_000;

    private static final System.Logger LOG = System.getLogger(Watches.class.getName());

    private static final class Watch {
        final byte[] prefix;
        final Runnable changed;
        final AtomicBoolean waiting = new AtomicBoolean();
        volatile boolean closed;

        Watch(byte[] prefix, Runnable changed) {
            this.prefix = prefix;
            this.changed = changed;
        }

        boolean covers(byte[] key) {
            return key.length >= prefix.length && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
        }

        /// Some key with the prefix lies in `from <= key < to`.
        boolean overlaps(byte[] from, byte[] to) {
            return Arrays.compareUnsigned(prefix, to) < 0
                    && (covers(from) || Arrays.compareUnsigned(from, prefix) <= 0);
        }
    }

    private final Map<String, List<Watch>> byDomain = new ConcurrentHashMap<>();
    private final AtomicInteger count = new AtomicInteger();
    private final LinkedBlockingQueue<Watch> due = new LinkedBlockingQueue<>();
    private final Thread thread = new Thread(this::run, "virga-store-watch");

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    AutoCloseable add(String domain, byte[] prefix, Runnable changed) {
        Watch watch = new Watch(prefix.clone(), changed);
        int number = count.incrementAndGet();
        if (number > WATCHES) {
            count.decrementAndGet();
            throw new Store.LimitExceeded("watches", number, WATCHES);
        }
        byDomain.compute(domain, (name, watches) -> {
            List<Watch> list = watches == null ? new CopyOnWriteArrayList<>() : watches;
            list.add(watch);
            return list;
        });
        return () -> remove(domain, watch);
    }

    private void remove(String domain, Watch watch) {
        watch.closed = true;
        byDomain.computeIfPresent(domain, (name, watches) -> {
            if (watches.remove(watch)) {
                count.decrementAndGet();
            }
            return watches.isEmpty() ? null : watches;
        });
    }

    /// Called by the commit thread after the batch is durable.
    void written(List<Pending> batch) {
        if (byDomain.isEmpty()) {
            return;
        }
        for (Pending pending : batch) {
            if (pending.committed()) {
                pending.writes.forEach(this::written);
            }
        }
    }

    private void written(Store.Write write) {
        switch (write) {
            case Store.Put put -> written(put.key());
            case Store.Delete delete -> written(delete.key());
            case Store.Append append -> written(append.log());
            case Store.DeleteRange range -> {
                for (Watch watch : byDomain.getOrDefault(range.domain(), List.of())) {
                    if (watch.overlaps(range.from(), range.to())) {
                        notice(watch);
                    }
                }
            }
        }
    }

    private void written(Store.Key key) {
        for (Watch watch : byDomain.getOrDefault(key.domain(), List.of())) {
            if (watch.covers(key.bytes())) {
                notice(watch);
            }
        }
    }

    private void notice(Watch watch) {
        if (watch.waiting.compareAndSet(false, true)) {
            due.add(watch);
        }
    }

    private void run() {
        try {
            while (true) {
                Watch watch = due.take();
                watch.waiting.set(false);
                if (!watch.closed) {
                    tell(watch);
                }
            }
        } catch (InterruptedException e) {
            // The store was closed.
        }
    }

    private static void tell(Watch watch) {
        try {
            watch.changed.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "A watcher of the store failed.", e);
        }
    }

    void close() {
        thread.interrupt();
    }
}
