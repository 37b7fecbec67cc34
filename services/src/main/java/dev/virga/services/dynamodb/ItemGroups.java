package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.ThrottlingException;
import dev.virga.services.dynamodb.ItemWriter.ConditionFailed;
import dev.virga.services.dynamodb.ItemWriter.Written;
import dev.virga.store.Store;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// Changes of one item that need to read it. Those that arrive while another one is being committed
/// wait, and are then carried out one after the other in memory and committed together: a counter
/// that everybody increments costs one commit for all who wait, not one for each.
///
///     first comer leads: take all who wait, read, change in order, commit, answer, next one leads
///
/// Any thread may call it; nobody answers before the commit is durable.
final class ItemGroups {
    /// Changes that one commit takes together.
    private static final int MAX_TOGETHER = 256;
    /// Changes of one item that may wait; DynamoDB, too, throttles a hot item.
    private static final int MAX_WAITING = 5_000;
    /// Attempts of one commit. Each failure means that a transaction or a batch changed the item.
    private static final int MAX_ATTEMPTS = 200;

    private final Store store;
    private final DefinitionTable definitions;
    private final ItemTable items;
    private final Map<Store.Key, Deque<Change>> waiting = new ConcurrentHashMap<>();

    ItemGroups(Store store, DefinitionTable definitions, ItemTable items) {
        this.store = store;
        this.definitions = definitions;
        this.items = items;
    }

    /// One caller's change and what came of it.
    private static final class Change {
        final Table table;
        final ItemChange wanted;
        private final Thread caller = Thread.currentThread();

        /// Written by the leader before `done`.
        @Nullable
        Written written;

        @Nullable
        ConditionFailed conditionFailed;

        @Nullable
        RuntimeException failure;

        boolean leads;
        private volatile boolean awake;

        Change(Table table, ItemChange wanted) {
            this.table = table;
            this.wanted = wanted;
        }

        void awaitTurn() {
            boolean interrupted = false;
            while (!awake) {
                LockSupport.park(this);
                interrupted |= Thread.interrupted();
            }
            if (interrupted) {
                caller.interrupt();
            }
        }

        void wake() {
            awake = true;
            LockSupport.unpark(caller);
        }

        void forgetResult() {
            written = null;
            conditionFailed = null;
            failure = null;
        }
    }

    /// Null when the table is not as it was when the change was made: make it anew.
    @Nullable
    Written write(Table table, ItemChange wanted, Store.Key key) throws ConditionFailed {
        Change own = new Change(table, wanted);
        enter(key, own);
        if (!own.leads) {
            own.awaitTurn();
        }
        if (own.leads) {
            lead(key, own);
        }
        if (own.failure != null) {
            throw own.failure;
        }
        if (own.conditionFailed != null) {
            throw own.conditionFailed;
        }
        return own.written;
    }

    private void enter(Store.Key key, Change own) {
        waiting.compute(key, (k, line) -> {
            if (line == null) {
                own.leads = true;
                return new ArrayDeque<>(0);
            }
            if (line.size() >= MAX_WAITING) {
                throw new ThrottlingException("Throughput exceeds the current capacity for one or more items");
            }
            line.add(own);
            return line;
        });
    }

    private void lead(Store.Key key, Change own) {
        List<Change> group = new ArrayList<>();
        group.add(own);
        try {
            takeWaiting(key, own.table, group);
            carryOut(key, own.table, group);
        } catch (RuntimeException e) {
            group.forEach(change -> change.failure = e);
        } finally {
            group.subList(1, group.size()).forEach(Change::wake);
            handOver(key);
        }
    }

    private void takeWaiting(Store.Key key, Table table, List<Change> group) {
        waiting.computeIfPresent(key, (k, line) -> {
            Iterator<Change> all = line.iterator();
            while (all.hasNext() && group.size() < MAX_TOGETHER) {
                Change change = all.next();
                if (change.table.equals(table)) {
                    group.add(change);
                    all.remove();
                }
            }
            return line;
        });
    }

    private void handOver(Store.Key key) {
        Change[] next = new Change[1];
        waiting.computeIfPresent(key, (k, line) -> {
            next[0] = line.poll();
            return next[0] == null ? null : line;
        });
        if (next[0] != null) {
            next[0].leads = true;
            next[0].wake();
        }
    }

    private void carryOut(Store.Key key, Table table, List<Change> group) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            ItemTable.Stored stored = items.get(key);
            Map<String, AttributeValue> before = stored == null ? null : stored.item();
            Map<String, AttributeValue> after = evaluate(table, before, group);
            if (before == after) {
                return;
            }
            Store.Result result = store.commit(transaction(key, table, stored, after));
            if (!(result instanceof Store.Conflict conflict)) {
                return;
            }
            group.forEach(Change::forgetResult);
            if (!onlyItemChanged(conflict, key)) {
                definitions.forget(table);
                return;
            }
        }
        throw DynamodbErrors.tooMuchContention();
    }

    /// Each change sees what the one before it left.
    private static @Nullable Map<String, AttributeValue> evaluate(
            Table table, @Nullable Map<String, AttributeValue> before, List<Change> group) {
        Map<String, AttributeValue> current = before;
        for (Change change : group) {
            if (!change.wanted.allowed(current)) {
                change.conditionFailed = new ConditionFailed(current);
                continue;
            }
            try {
                Map<String, AttributeValue> after = change.wanted.after(table.definition(), current);
                change.written = new Written(table, change.wanted, current, after);
                current = after;
            } catch (RuntimeException e) {
                change.failure = e;
            }
        }
        return current;
    }

    private Store.Transaction transaction(
            Store.Key key,
            Table table,
            ItemTable.@Nullable Stored stored,
            @Nullable Map<String, AttributeValue> after) {
        List<Store.Check> checks = new ArrayList<>(2);
        checks.addAll(table.unchanged());
        checks.add(ItemWriter.check(key, stored));
        List<Store.Write> writes = new ArrayList<>();
        items.change(table, key, stored == null ? null : stored.item(), after, writes);
        return new Store.Transaction(null, checks, writes);
    }

    /// An absent row is not among those of a conflict, so only the item itself being there tells
    /// that the definition of the table was not the reason.
    private static boolean onlyItemChanged(Store.Conflict conflict, Store.Key key) {
        List<Store.Row> current = conflict.current();
        return current.size() == 1 && current.getFirst().key().equals(key);
    }
}
