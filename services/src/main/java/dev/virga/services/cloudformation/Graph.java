package dev.virga.services.cloudformation;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Does work for many resources: each after those that it depends on, several at the same time.
final class Graph {
    /// Resources that one stack works on at the same time.
    static final int MAX_PARALLEL = 8;

    private record Outcome(String id, @Nullable RuntimeException failure) {}

    private final Map<String, Set<String>> waitingFor = new LinkedHashMap<>();
    private final BlockingQueue<Outcome> outcomes = new ArrayBlockingQueue<>(MAX_PARALLEL);
    private final Map<String, RuntimeException> failures = new LinkedHashMap<>();
    private int running;

    /// @param dependencies of each; names that are not keys count as done
    Graph(Map<String, Set<String>> dependencies) {
        dependencies.forEach((id, others) -> {
            Set<String> known = new LinkedHashSet<>(others);
            known.retainAll(dependencies.keySet());
            waitingFor.put(id, known);
        });
    }

    /// The same with every arrow turned round, for deletions.
    static Map<String, Set<String>> reversed(Map<String, Set<String>> dependencies) {
        Map<String, Set<String>> reversed = new LinkedHashMap<>();
        dependencies.keySet().forEach(id -> reversed.put(id, new LinkedHashSet<>()));
        dependencies.forEach((id, others) -> others.forEach(other -> {
            Set<String> dependents = reversed.get(other);
            if (dependents != null) {
                dependents.add(id);
            }
        }));
        return reversed;
    }

    /// Returns when all is done; or, after a failure or when `proceed` says no, when what was begun
    /// has ended.
    ///
    /// @param goOn whether a failure keeps only those from starting that depend on it
    Map<String, RuntimeException> run(Consumer<String> work, BooleanSupplier proceed, boolean goOn) {
        Set<String> begun = new HashSet<>();
        while (true) {
            if ((goOn || failures.isEmpty()) && proceed.getAsBoolean()) {
                start(work, begun);
            }
            if (running == 0) {
                return failures;
            }
            finished(next());
        }
    }

    private void start(Consumer<String> work, Set<String> begun) {
        Map<String, Set<String>> ready = new HashMap<>(waitingFor);
        ready.values().removeIf(others -> !others.isEmpty());
        for (String id : waitingFor.keySet()) {
            if (running < MAX_PARALLEL && ready.containsKey(id) && begun.add(id)) {
                running++;
                Thread.ofVirtual().name("cloudformation " + id).start(() -> outcomes.add(attempt(work, id)));
            }
        }
    }

    private static Outcome attempt(Consumer<String> work, String id) {
        try {
            work.accept(id);
            return new Outcome(id, null);
        } catch (RuntimeException e) {
            return new Outcome(id, e);
        } catch (Error e) {
            return new Outcome(id, new IllegalStateException(e));
        }
    }

    /// What was begun writes rows until it ends, so that an interrupt does not end the wait.
    private Outcome next() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return outcomes.take();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void finished(Outcome outcome) {
        running--;
        if (outcome.failure() != null) {
            failures.put(outcome.id(), outcome.failure());
            return;
        }
        waitingFor.remove(outcome.id());
        waitingFor.values().forEach(others -> others.remove(outcome.id()));
    }
}
