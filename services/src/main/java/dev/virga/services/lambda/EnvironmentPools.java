package dev.virga.services.lambda;

import dev.virga.kernel.Time;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Execution environments that are idle, by the version of a function that they were started from.
/// The one that was used last is used next, so that the others can grow old and be ended.
///
/// A pool belongs to one state of a row: when code or configuration change, the row's version does,
/// and what was started from the old state is ended as soon as it is idle. Any thread may call it;
/// nothing slow happens under its lock.
final class EnvironmentPools implements AutoCloseable {
    private static final Duration LOOK_EVERY = Duration.ofSeconds(15);

    private final Time time;
    private final int max;
    private final Duration keepAlive;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<Store.Key, Pool> pools = new HashMap<>();
    /// Started and not ended, busy ones included.
    private int started;

    private volatile boolean closed;
    private volatile @Nullable Thread reaper;

    private record Idle(ExecutionEnvironment environment, Instant since) {}

    private static final class Pool {
        final long rowVersion;
        final Deque<Idle> idle = new ArrayDeque<>();

        Pool(long rowVersion) {
            this.rowVersion = rowVersion;
        }
    }

    /// @param max environments at the same time, on this machine
    EnvironmentPools(Time time, int max, Duration keepAlive) {
        this.time = time;
        this.max = max;
        this.keepAlive = keepAlive;
    }

    void start() {
        Thread thread = Thread.ofVirtual().name("lambda idle environments").unstarted(this::reap);
        reaper = thread;
        thread.start();
    }

    /// An idle environment of this state of the version, or null.
    @Nullable
    ExecutionEnvironment take(VersionTable.Found version) {
        Instant now = time.instant();
        ExecutionEnvironment found = next(version);
        while (found != null && !found.usable(now)) {
            discard(found);
            found = next(version);
        }
        return found;
    }

    private @Nullable ExecutionEnvironment next(VersionTable.Found version) {
        Store.Key key = version.row().key();
        List<Idle> old;
        lock.lock();
        try {
            Pool pool = pools.get(key);
            if (pool == null || pool.rowVersion > version.row().version()) {
                return null;
            }
            if (pool.rowVersion == version.row().version()) {
                Idle idle = pool.idle.pollLast();
                return idle == null ? null : idle.environment();
            }
            old = List.copyOf(pool.idle);
            started -= old.size();
            pools.remove(key);
        } finally {
            lock.unlock();
        }
        old.forEach(i -> i.environment().instance().close());
        return null;
    }

    /// Reserves the place of an environment that is about to be started, at the cost of the longest
    /// idle one if need be.
    ///
    /// @return false when all are busy
    boolean reserve() {
        Idle victim = null;
        lock.lock();
        try {
            if (started >= max) {
                victim = oldest();
                if (victim == null) {
                    return false;
                }
            } else {
                started++;
            }
        } finally {
            lock.unlock();
        }
        if (victim != null) {
            victim.environment().instance().close();
        }
        return true;
    }

    /// Takes the longest idle environment out.
    private @Nullable Idle oldest() {
        Pool found = null;
        for (Pool pool : pools.values()) {
            Idle first = pool.idle.peekFirst();
            if (first != null
                    && (found == null
                            || first.since().isBefore(found.idle.getFirst().since()))) {
                found = pool;
            }
        }
        return found == null ? null : found.idle.pollFirst();
    }

    /// Gives back the place of an environment that was not started or has ended.
    void unreserve() {
        lock.lock();
        try {
            started--;
        } finally {
            lock.unlock();
        }
    }

    /// After an invocation.
    void giveBack(VersionTable.Found version, ExecutionEnvironment environment) {
        Instant now = time.instant();
        boolean kept = false;
        if (!closed && environment.usable(now)) {
            lock.lock();
            try {
                Store.Key key = version.row().key();
                Pool pool =
                        pools.computeIfAbsent(key, k -> new Pool(version.row().version()));
                if (pool.rowVersion == version.row().version()) {
                    pool.idle.addLast(new Idle(environment.warm(), now));
                    kept = true;
                }
            } finally {
                lock.unlock();
            }
        }
        if (!kept) {
            discard(environment);
        }
    }

    private void discard(ExecutionEnvironment environment) {
        unreserve();
        environment.instance().close();
    }

    /// Ends what is idle of a version that was deleted.
    void drop(Store.Key key) {
        Pool pool;
        lock.lock();
        try {
            pool = pools.remove(key);
            started -= pool == null ? 0 : pool.idle.size();
        } finally {
            lock.unlock();
        }
        if (pool != null) {
            pool.idle.forEach(i -> i.environment().instance().close());
        }
    }

    private void reap() {
        while (!closed) {
            endIdle(time.instant());
            time.parkUntil(time.instant().plus(LOOK_EVERY));
        }
    }

    /// Those that nobody used for long, and those whose credentials are about to end: frozen ones
    /// as well.
    private void endIdle(Instant now) {
        Instant before = now.minus(keepAlive);
        List<Idle> ended = new ArrayList<>();
        lock.lock();
        try {
            Iterator<Pool> all = pools.values().iterator();
            while (all.hasNext()) {
                Pool pool = all.next();
                pool.idle.removeIf(idle -> {
                    boolean ends =
                            !idle.since().isAfter(before) || !idle.environment().usable(now);
                    return ends && ended.add(idle);
                });
                if (pool.idle.isEmpty()) {
                    all.remove();
                }
            }
            started -= ended.size();
        } finally {
            lock.unlock();
        }
        ended.forEach(i -> i.environment().instance().close());
    }

    @Override
    public void close() {
        closed = true;
        LockSupport.unpark(reaper);
        List<Store.Key> keys;
        lock.lock();
        try {
            keys = List.copyOf(pools.keySet());
        } finally {
            lock.unlock();
        }
        keys.forEach(this::drop);
    }
}
