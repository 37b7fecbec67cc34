package dev.virga.kernel.audit;

import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Batches;
import dev.virga.kernel.Call;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.Time;
import dev.virga.kernel.policy.Explanation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Remembers why calls were refused, and why those that manage resources were allowed: the last
/// [#MAX_CALLS] of at most [#MAX_AGE].
///
/// Durable, but not at once: explanations are worked out and written by a thread of their own, and
/// those of the last moment are lost when the process dies. No call waits for them. When more than
/// [#MAX_WAITING] wait, further ones are dropped, and so are allowed ones beyond
/// [#MAX_ALLOWED_PER_SECOND].
public final class ExplainedCalls implements CallLog, AutoCloseable {
    static final int MAX_CALLS = 10_000;
    static final Duration MAX_AGE = Duration.ofDays(7);
    static final int MAX_WAITING = 2_000;
    /// Explaining costs more than some calls themselves.
    static final int MAX_ALLOWED_PER_SECOND = 200;

    private static final int MAX_BATCH = 100;
    private static final int UNKNOWN = -1;

    /// What is known on the call's thread; the work comes later.
    private record Pending(Call call, Op<?, ?> op, List<Supplier<@Nullable Explanation>> decisions, boolean allowed) {}

    private final ExplainedCallTable table;
    private final Authorizer authorizer;
    private final Time time;
    private final EventKinds kinds;
    private final Batches<Pending> batches;
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger allowedInSecond = new AtomicInteger();
    /// Used by the writer alone.
    private int stored = UNKNOWN;

    public ExplainedCalls(Store store, Authorizer authorizer, EventKinds kinds, Time time) {
        this.table = new ExplainedCallTable(store);
        this.authorizer = authorizer;
        this.kinds = kinds;
        this.time = time;
        this.batches = new Batches<>("explanations", MAX_WAITING, MAX_BATCH, this::write);
    }

    /// The call of this request id, or null when it was neither refused nor a management call, or
    /// is forgotten.
    public @Nullable ExplainedCall find(String requestId) {
        batches.flush();
        return table.find(requestId);
    }

    /// The newest first.
    public List<ExplainedCall> latest(int count) {
        batches.flush();
        return table.latest(Math.min(count, MAX_CALLS));
    }

    @Override
    public void refused(Op<?, ?> op, Access access, Call call, Authorizer.Denied why) {
        Supplier<Explanation> explanation = why.explanation();
        if (explanation != null) {
            batches.offer(new Pending(call, op, List.of(explanation), false));
        }
    }

    @Override
    public void ended(
            Call call,
            Op<?, ?> op,
            Struct input,
            List<Access> needed,
            @Nullable Struct output,
            @Nullable RuntimeException failure) {
        if (output == null || needed.isEmpty() || kinds.of(op) == EventKind.DATA || tooMany(call)) {
            return;
        }
        List<Supplier<@Nullable Explanation>> decisions = new ArrayList<>(needed.size());
        for (Access access : needed) {
            decisions.add(() -> authorizer.explain(access, call));
        }
        batches.offer(new Pending(call, op, decisions, true));
    }

    /// About right is enough: two threads may begin the same second.
    private boolean tooMany(Call call) {
        long now = call.time().getEpochSecond();
        if (second.getAndSet(now) != now) {
            allowedInSecond.set(0);
        }
        return allowedInSecond.incrementAndGet() > MAX_ALLOWED_PER_SECOND;
    }

    private void write(List<Pending> pending) {
        List<ExplainedCall> calls = new ArrayList<>(pending.size());
        for (Pending each : pending) {
            List<Explanation> decisions = new ArrayList<>();
            for (Supplier<@Nullable Explanation> decision : each.decisions()) {
                Explanation explanation = decision.get();
                if (explanation != null) {
                    decisions.add(explanation);
                }
            }
            calls.add(explained(each, decisions));
        }
        // A call from within shares the id of its cause: a refusal is not to be hidden by what follows.
        Set<String> refused = new HashSet<>();
        calls.stream()
                .filter(call -> !call.allowed())
                .map(ExplainedCall::requestId)
                .forEach(refused::add);
        calls.removeIf(
                call -> call.allowed() && (refused.contains(call.requestId()) || table.isRefused(call.requestId())));
        Map<String, ExplainedCall> last = new LinkedHashMap<>();
        calls.forEach(call -> last.put(call.requestId(), call));
        long fresh = last.keySet().stream().filter(id -> table.find(id) == null).count();
        table.put(List.copyOf(last.values()));
        forget((int) fresh);
    }

    private static ExplainedCall explained(Pending pending, List<Explanation> decisions) {
        Call call = pending.call();
        return new ExplainedCall(
                call.requestId(),
                call.time(),
                call.account(),
                call.region(),
                pending.op().model().signingName() + ":" + pending.op().name(),
                call.sourceAddress(),
                call.client() == null ? null : call.client().userAgent(),
                pending.allowed(),
                decisions);
    }

    private void forget(int added) {
        stored = stored == UNKNOWN ? table.count() : stored + added;
        stored -= table.removeOldest(stored - MAX_CALLS, time.instant().minus(MAX_AGE), MAX_BATCH * 2);
    }

    /// Writes what waits.
    @Override
    public void close() {
        batches.close();
    }
}
