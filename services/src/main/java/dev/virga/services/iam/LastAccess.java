package dev.virga.services.iam;

import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Batches;
import dev.virga.kernel.Call;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Time;
import dev.virga.wire.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/// Notes when users and roles try to use what, allowed or refused, as AWS counts it. A try like one
/// in the hour before costs one look-up; others are written soon after by a thread of its own. What
/// was noted in the last moment before a crash is noted again at the next try.
///
/// Any thread may call it.
final class LastAccess implements CallLog, AutoCloseable {
    /// As long as AWS remembers.
    static final Duration MAX_AGE = Duration.ofDays(400);
    /// Remembered to be written; then all are forgotten and written anew.
    static final int MAX_SEEN = 50_000;

    private static final long NOTE_EVERY_MILLIS = 3_600_000;
    private static final int MAX_WAITING = 10_000;
    private static final int MAX_BATCH = 500;
    private static final Duration SWEEP_EVERY = Duration.ofDays(1);

    private record Seen(String entityId, String action) {}

    private final LastAccessTable table;
    private final Time time;
    private final Map<Seen, AtomicLong> seen = new ConcurrentHashMap<>();
    private final Batches<LastAccessTable.Use> batches;
    /// By account; used by the writer alone.
    private final Map<String, Instant> swept = new HashMap<>();

    LastAccess(LastAccessTable table, Time time) {
        this.table = table;
        this.time = time;
        this.batches = new Batches<>("accesses", MAX_WAITING, MAX_BATCH, this::write);
    }

    @Override
    public void allowed(Op<?, ?> op, Access access, Call call) {
        note(op, access.action(), call, call.caller());
    }

    @Override
    public void refused(Op<?, ?> op, Access access, Call call, Authorizer.Denied why) {
        note(op, access.action(), call, call.caller());
    }

    private void note(Op<?, ?> op, String action, Call call, Caller caller) {
        switch (caller) {
            case Caller.User user -> note(op, action, call, user.account(), user.userId());
            case Caller.Session session -> note(op, action, call, session.account(), session.roleId());
            case Caller.FederatedUser user -> note(op, action, call, user.issuer());
            case Caller.Root root -> {}
            case Caller.Service service -> {}
            case Caller.WebIdentity identity -> {}
            case Caller.Anonymous anonymous -> {}
        }
    }

    private void note(Op<?, ?> op, String action, Call call, String account, String entityId) {
        // What a call needs beside its own service, such as `iam:PassRole`, is no use of that service.
        String service = op.model().signingName();
        if (!action.startsWith(service) || action.charAt(service.length()) != ':') {
            return;
        }
        Seen what = new Seen(entityId, action);
        long now = call.time().toEpochMilli();
        AtomicLong noted = seen.get(what);
        if (noted == null) {
            if (seen.size() >= MAX_SEEN) {
                seen.clear();
            }
            AtomicLong other = seen.putIfAbsent(what, new AtomicLong(now));
            if (other == null) {
                offer(what, account, call);
            }
            return;
        }
        long last = noted.get();
        if (Math.abs(now - last) >= NOTE_EVERY_MILLIS && noted.compareAndSet(last, now)) {
            offer(what, account, call);
        }
    }

    private void offer(Seen what, String account, Call call) {
        if (!batches.offer(
                new LastAccessTable.Use(account, what.entityId(), what.action(), call.time(), call.region()))) {
            seen.remove(what);
        }
    }

    private void write(List<LastAccessTable.Use> uses) {
        table.put(uses);
        Instant now = time.instant();
        for (LastAccessTable.Use use : uses) {
            Instant last = swept.get(use.account());
            if (last == null || now.isAfter(last.plus(SWEEP_EVERY))) {
                swept.put(use.account(), now);
                table.removeBefore(use.account(), now.minus(MAX_AGE));
            }
        }
    }

    /// Returns when everything noted before is written.
    void flush() {
        batches.flush();
    }

    @Override
    public void close() {
        batches.close();
    }
}
