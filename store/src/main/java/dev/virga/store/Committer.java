package dev.virga.store;

import dev.virga.store.Store.Committed;
import dev.virga.store.Store.Conflict;
import dev.virga.store.Store.StoreFailed;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/// The one thread that writes. Callers push their transaction and park; the thread takes all that
/// wait, decides each against the database and the batch so far, writes them as one batch with one
/// sync, and wakes the callers. Since nobody else writes, its decisions need no locks; since the
/// sync happens here, no virtual thread is ever pinned by it.
///
///     commit → push → [ take all → decide each → write + sync → wake ] → caller goes on
final class Committer {
    /// Transactions that may wait; further callers wait for a place.
    static final int QUEUE_TRANSACTIONS = 65_536;

    /// Bounds of one batch, so that a commit waits for few others.
    static final int BATCH_TRANSACTIONS = 4_096;

    static final int BATCH_BYTES = 32 << 20;
    static final int BATCH_RANGES = 256;

    private static final System.Logger LOG = System.getLogger(Committer.class.getName());

    private final RocksDB db;
    private final Outcomes outcomes;
    private final Watches watches;
    private final Thread thread = new Thread(this::run, "virga-store-commit");
    private final AtomicReference<@Nullable Pending> pushed = new AtomicReference<>();
    private final Semaphore places = new Semaphore(QUEUE_TRANSACTIONS);
    private final WriteOptions synced = new WriteOptions().setSync(true);
    private final ReadOptions latest = new ReadOptions();
    private final RecentVersions recent = new RecentVersions();
    private final byte[] header = new byte[Layout.ROW_HEADER];

    private volatile boolean idle;
    private volatile boolean closing;
    private volatile @Nullable StoreFailed failed;

    /// The last number given as version or sequence.
    private long highWater;

    Committer(RocksDB db, InstantSource clock, Watches watches) throws RocksDBException {
        this.db = db;
        this.watches = watches;
        byte[] stored = db.get(Layout.STATE);
        byte[] state = stored == null ? new byte[Layout.STATE_BYTES] : stored;
        highWater = Layout.getLong(state, 0);
        outcomes = new Outcomes(db, clock, state);
        thread.setDaemon(true);
        thread.start();
    }

    Store.Result commit(Pending pending) {
        StoreFailed reason = failed;
        if (reason != null) {
            throw again(reason);
        }
        places.acquireUninterruptibly();
        try {
            Pending before = pushed.get();
            while (true) {
                pending.next = before;
                Pending witness = pushed.compareAndExchange(before, pending);
                if (witness == before) {
                    break;
                }
                before = witness;
            }
            if (before == null && idle) {
                LockSupport.unpark(thread);
            }
            return pending.await();
        } finally {
            places.release();
        }
    }

    /// No commit may be on its way in any more.
    void close() {
        closing = true;
        LockSupport.unpark(thread);
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        synced.close();
        latest.close();
    }

    private void run() {
        Deque<Pending> waiting = new ArrayDeque<>();
        while (true) {
            takePushed(waiting);
            if (!waiting.isEmpty()) {
                carryOut(nextBatch(waiting));
            } else if (closing) {
                return;
            } else {
                idle = true;
                if (pushed.get() == null && !closing) {
                    LockSupport.park(this);
                }
                idle = false;
            }
        }
    }

    /// The pushed ones are linked newest first; they are served oldest first.
    private void takePushed(Deque<Pending> waiting) {
        Pending newest = pushed.getAndSet(null);
        Deque<Pending> oldestFirst = new ArrayDeque<>();
        while (newest != null) {
            oldestFirst.addFirst(newest);
            Pending before = newest.next;
            newest.next = null;
            newest = before;
        }
        waiting.addAll(oldestFirst);
    }

    private static List<Pending> nextBatch(Deque<Pending> waiting) {
        List<Pending> batch = new ArrayList<>();
        long bytes = 0;
        int ranges = 0;
        while (batch.size() < BATCH_TRANSACTIONS) {
            Pending next = waiting.peekFirst();
            if (next == null) {
                break;
            }
            bytes += next.bytes;
            ranges += next.ranges;
            if (!batch.isEmpty() && (bytes > BATCH_BYTES || ranges > BATCH_RANGES)) {
                break;
            }
            batch.add(waiting.removeFirst());
        }
        return batch;
    }

    private void carryOut(List<Pending> batch) {
        StoreFailed reason = failed;
        if (reason == null) {
            try {
                write(batch);
            } catch (Throwable e) {
                // Whatever it is, the state on disk is unknown now: nothing may be built upon it.
                reason = new StoreFailed("the store stopped writing: " + e.getMessage(), e);
                failed = reason;
                LOG.log(System.Logger.Level.ERROR, "The store stopped. Nothing is written until a restart.", e);
            }
        }
        for (Pending pending : batch) {
            if (reason == null) {
                pending.wake();
            } else {
                pending.fail(again(reason));
            }
        }
        if (reason == null) {
            watches.written(batch);
        }
    }

    private void write(List<Pending> batch) throws RocksDBException {
        Overlay overlay = new Overlay();
        boolean look = false;
        for (Pending pending : batch) {
            look |= !pending.conditions.isEmpty();
        }
        int remembered = 0;
        try (WriteBatch writes = new WriteBatch()) {
            for (Pending pending : batch) {
                byte[] id = pending.id;
                byte[] idKey = id == null ? null : Layout.idKey(id);
                Committed first = idKey == null ? null : outcomes.find(idKey, overlay);
                Store.Result result = first != null ? first : decide(pending, writes, overlay, look);
                pending.outcome(result);
                if (idKey != null && first == null && result instanceof Committed committed) {
                    outcomes.remember(idKey, committed, writes, overlay);
                    remembered++;
                }
            }
            if (writes.count() > 0) {
                outcomes.forget(remembered, writes);
                byte[] state = new byte[Layout.STATE_BYTES];
                Layout.putLong(state, 0, highWater);
                outcomes.saveTo(state);
                writes.put(Layout.STATE, state);
                db.write(synced, writes);
            }
        }
    }

    /// @param look whether a later transaction of the batch may look at what this one writes
    private Store.Result decide(Pending pending, WriteBatch writes, Overlay overlay, boolean look)
            throws RocksDBException {
        boolean met = true;
        for (Pending.Condition condition : pending.conditions) {
            met &= version(condition.key(), overlay) == condition.version();
        }
        if (!met) {
            return new Conflict(current(pending, overlay));
        }
        if (pending.steps.isEmpty()) {
            return new Committed(highWater, List.of());
        }
        long version = ++highWater;
        List<Long> appended = List.of();
        for (Pending.Step step : pending.steps) {
            byte[] key = step.key();
            byte[] value = step.value();
            switch (step.kind()) {
                case DELETE -> {
                    writes.delete(key);
                    recent.set(key, 0);
                }
                case DELETE_RANGE -> {
                    deleteRange(key, value, writes);
                    recent.forgetAll();
                }
                case PUT -> {
                    Layout.stampVersion(value, version);
                    writes.put(key, value);
                    recent.set(key, version);
                }
                case APPEND -> {
                    long sequence = ++highWater;
                    Layout.putLong(key, key.length - Long.BYTES, sequence);
                    Layout.stampVersion(value, version);
                    writes.put(key, value);
                    recent.forget(key);
                    appended = appended.isEmpty() ? new ArrayList<>() : appended;
                    appended.add(sequence);
                }
            }
            if (look) {
                show(step, overlay);
            }
        }
        return new Committed(version, List.copyOf(appended));
    }

    private static void show(Pending.Step step, Overlay overlay) {
        switch (step.kind()) {
            case PUT, APPEND -> overlay.put(step.key(), step.value());
            case DELETE -> overlay.delete(step.key());
            case DELETE_RANGE -> overlay.deleteRange(step.key(), step.value());
        }
    }

    private static void deleteRange(byte[] from, byte[] to, WriteBatch writes) throws RocksDBException {
        // RocksDB calls a range that ends before it begins an error; here it is simply empty.
        if (Arrays.compareUnsigned(from, to) < 0) {
            writes.deleteRange(from, to);
        }
    }

    /// 0 when there is no such row.
    private long version(byte[] key, Overlay overlay) throws RocksDBException {
        byte[] stored = overlay.find(key);
        if (stored != null) {
            return stored == Overlay.GONE ? 0 : Layout.version(stored);
        }
        long version = recent.find(key);
        if (version == RecentVersions.UNKNOWN) {
            // Only the head of the row is copied out.
            version = db.get(latest, key, header) == RocksDB.NOT_FOUND ? 0 : Layout.version(header);
            recent.set(key, version);
        }
        return version;
    }

    private List<Store.Row> current(Pending pending, Overlay overlay) throws RocksDBException {
        List<Store.Row> rows = new ArrayList<>();
        for (int i = 0; i < pending.conditions.size(); i++) {
            Pending.Condition condition = pending.conditions.get(i);
            byte[] stored = overlay.find(condition.key());
            if (stored == null) {
                stored = db.get(condition.key());
            }
            if (stored != null && stored != Overlay.GONE && Layout.version(stored) != condition.version()) {
                rows.add(Layout.row(pending.checks.get(i).key(), stored));
            }
        }
        return rows;
    }

    /// Each caller gets an exception with its own stack trace.
    private static StoreFailed again(StoreFailed reason) {
        Throwable cause = reason.getCause();
        return new StoreFailed(String.valueOf(reason.getMessage()), cause == null ? reason : cause);
    }
}
