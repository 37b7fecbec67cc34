package dev.virga.store;

import dev.virga.store.Store.LimitExceeded;
import dev.virga.store.Store.Transaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// One transaction on its way through the [Committer], with its caller parked. The caller's thread
/// checks the limits and encodes keys and values, so that the one commit thread has less to do.
final class Pending {
    /// A check on a row, with 0 for "must be absent".
    record Condition(byte[] key, long version) {}

    enum Kind {
        PUT,
        DELETE,
        DELETE_RANGE,
        APPEND
    }

    /// @param value stored row of a put or append, end of a deleted range, else empty
    record Step(Kind kind, byte[] key, byte[] value) {}

    /// The version of no row, present or absent.
    private static final long NEVER = -1;

    private static final byte[] NONE = {};

    final byte @Nullable [] id;
    final List<Store.Check> checks;
    final List<Store.Write> writes;
    final List<Condition> conditions;
    final List<Step> steps;
    final int bytes;
    final int ranges;

    /// The one that was pushed before this one, while it waits in the queue.
    @Nullable
    Pending next;

    private final Thread caller = Thread.currentThread();
    private Store.@Nullable Result result;
    private @Nullable RuntimeException failure;
    private volatile boolean done;

    Pending(Transaction transaction, Store.Limits limits) {
        // Watchers are told after the caller was woken, who may use its lists for something else then.
        id = transaction.id();
        checks = List.copyOf(transaction.checks());
        writes = List.copyOf(transaction.writes());
        within("transactionKeys", checks.size() + writes.size(), limits.transactionKeys());
        within("idBytes", id == null ? 0 : id.length, Store.ID_BYTES);
        conditions = new ArrayList<>(checks.size());
        for (Store.Check check : checks) {
            conditions.add(condition(check, limits));
        }
        steps = new ArrayList<>(writes.size());
        long size = 0;
        int deletedRanges = 0;
        for (Store.Write write : writes) {
            Step step = step(write, limits);
            steps.add(step);
            size += step.key.length + step.value.length;
            deletedRanges += step.kind == Kind.DELETE_RANGE ? 1 : 0;
        }
        within("transactionBytes", size, limits.transactionBytes());
        within("transactionRanges", deletedRanges, Store.TRANSACTION_RANGES);
        bytes = (int) size;
        ranges = deletedRanges;
    }

    private static Condition condition(Store.Check check, Store.Limits limits) {
        return switch (check) {
            case Store.At at -> new Condition(encoded(at.key(), limits), at.version() > 0 ? at.version() : NEVER);
            case Store.Absent absent -> new Condition(encoded(absent.key(), limits), 0);
        };
    }

    private static Step step(Store.Write write, Store.Limits limits) {
        return switch (write) {
            case Store.Put put -> new Step(Kind.PUT, encoded(put.key(), limits), stored(put.value(), limits));
            case Store.Delete delete -> new Step(Kind.DELETE, encoded(delete.key(), limits), NONE);
            case Store.DeleteRange range -> {
                within("keyBytes", Math.max(range.from().length, range.to().length), limits.keyBytes());
                byte[] from = Layout.rowKey(range.domain(), range.from());
                yield new Step(Kind.DELETE_RANGE, from, Layout.rowKey(range.domain(), range.to()));
            }
            case Store.Append append -> {
                Store.Key log = append.log();
                within("keyBytes", log.bytes().length + Long.BYTES, limits.keyBytes());
                byte[] key = Layout.rowKey(log.domain(), log.bytes(), Long.BYTES);
                yield new Step(Kind.APPEND, key, stored(append.value(), limits));
            }
        };
    }

    private static byte[] encoded(Store.Key key, Store.Limits limits) {
        within("keyBytes", key.bytes().length, limits.keyBytes());
        return Layout.rowKey(key.domain(), key.bytes());
    }

    private static byte[] stored(byte[] value, Store.Limits limits) {
        within("valueBytes", value.length, limits.valueBytes());
        return Layout.storedRow(value);
    }

    static void within(String limit, long actual, long allowed) {
        if (actual > allowed) {
            throw new LimitExceeded(limit, actual, allowed);
        }
    }

    /// The commit thread notes the outcome here, and tells it once it is durable.
    void outcome(Store.Result outcome) {
        result = outcome;
    }

    boolean committed() {
        return result instanceof Store.Committed;
    }

    void fail(RuntimeException why) {
        failure = why;
        wake();
    }

    void wake() {
        done = true;
        LockSupport.unpark(caller);
    }

    Store.Result await() {
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            caller.interrupt();
        }
        if (failure != null) {
            throw failure;
        }
        Store.Result outcome = result;
        if (outcome == null) {
            throw new IllegalStateException("a transaction ended without an outcome");
        }
        return outcome;
    }
}
