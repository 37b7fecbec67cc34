package dev.virga.services.cloudtrail;

import dev.virga.kernel.Access;
import dev.virga.kernel.Batches;
import dev.virga.kernel.Call;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.audit.EventKind;
import dev.virga.kernel.audit.EventKinds;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import dev.virga.wire.RandomUuid;
import dev.virga.wire.Struct;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Makes an event of each call and puts it on record: in the history, and into the outboxes of the
/// trails that want it.
///
/// A change that succeeded is on record, durably, before the caller learns of it. Calls that only
/// look, and calls that failed, follow within moments by a thread of their own, and those of the
/// last moment are lost when the process dies. So are events on data, which are made for trails
/// alone: without a trail that wants them a call costs two look-ups.
final class Recorder implements CallLog, AutoCloseable {
    static final int MAX_WAITING = 20_000;
    /// What waiting events keep of requests and answers, all together.
    static final long MAX_WAITING_BYTES = 64L << 20;

    private static final int MAX_BATCH = 200;
    /// What one commit writes, about.
    private static final int MAX_COMMIT_BYTES = 4 << 20;
    private static final int MOST_BYTES_A_CHAR = 3;
    private static final int ACCOUNT_DIGITS = 12;
    private static final int MAX_ACCOUNTS = 10_000;
    private static final long MAX_AGE_MILLIS = 5_000;

    /// What happens once a day.
    interface Daily {
        /// Asks for it, for an account and region that has events.
        Store.Write ask(String account, String region, Instant now);
    }

    /// @param wanting trails that log, with what they want
    private record Known(long epoch, long readAtMillis, List<Wanting> wanting, boolean data) {}

    private record Wanting(Trail trail, Selectors selectors) {}

    private record Waiting(EventRecord.Ended ended, EventKind kind) {
        long bytes() {
            Struct output = ended.output();
            return Members.bytes(ended.op().model(), ended.input())
                    + (output == null ? 0 : Members.bytes(ended.op().model(), output));
        }
    }

    private final Store store;
    private final EventTable events;
    private final TrailTable trails;
    private final OutboxTable outbox;
    private final EventKinds kinds;
    private final Batches<Waiting> batches;
    private final Daily daily;
    private final String account;
    private final Map<String, Known> known = new ConcurrentHashMap<>();
    private final Set<String> asked = ConcurrentHashMap.newKeySet();

    /// @param account whose log has the events of callers that nobody knows
    Recorder(
            Store store,
            EventTable events,
            TrailTable trails,
            OutboxTable outbox,
            EventKinds kinds,
            Daily daily,
            String account) {
        this.daily = daily;
        this.account = account;
        this.store = store;
        this.events = events;
        this.trails = trails;
        this.outbox = outbox;
        this.kinds = kinds;
        this.batches =
                new Batches<>("audit events", MAX_WAITING, MAX_WAITING_BYTES, Waiting::bytes, MAX_BATCH, this::write);
    }

    @Override
    public void ended(
            Call call,
            Op<?, ?> op,
            Struct input,
            List<Access> needed,
            @Nullable Struct output,
            @Nullable RuntimeException failure) {
        EventKind kind = kinds.of(op);
        if (kind == EventKind.DATA && !known(accountOf(call), call.time()).data()) {
            return;
        }
        // An answer that no event shows need not wait.
        Struct shown = EventRecord.isReadOnly(kind, op) ? null : output;
        Waiting event = new Waiting(new EventRecord.Ended(call, op, input, needed, shown, failure), kind);
        if (kind == EventKind.WRITE && failure == null) {
            write(List.of(event));
        } else {
            batches.offer(event);
        }
    }

    /// Returns when everything that ended before is on record.
    void flush() {
        batches.flush();
    }

    private String accountOf(Call call) {
        return call.account().length() == ACCOUNT_DIGITS ? call.account() : account;
    }

    private Known known(String of, Instant time) {
        long now = time.toEpochMilli();
        Known old = known.get(of);
        if (old != null && old.epoch() == trails.epoch() && Math.abs(now - old.readAtMillis()) < MAX_AGE_MILLIS) {
            return old;
        }
        if (known.size() > MAX_ACCOUNTS) {
            known.clear();
        }
        long epoch = trails.epoch();
        List<Wanting> wanting = new ArrayList<>();
        for (Trail trail : trails.all(of)) {
            if (trail.logging()) {
                wanting.add(new Wanting(trail, Selectors.parse(trail.selectors())));
            }
        }
        boolean data = wanting.stream().anyMatch(each -> each.selectors().wantsData());
        Known fresh = new Known(epoch, now, List.copyOf(wanting), data);
        known.put(of, fresh);
        return fresh;
    }

    private void write(List<Waiting> waiting) {
        List<Store.Write> writes = new ArrayList<>();
        long bytes = 0;
        for (Waiting each : waiting) {
            if (bytes > MAX_COMMIT_BYTES) {
                store.commit(new Store.Transaction(null, List.of(), writes));
                writes = new ArrayList<>();
                bytes = 0;
            }
            Call call = each.ended().call();
            EventRecord event = EventRecord.of(RandomUuid.text(), accountOf(call), each.ended(), each.kind());
            if (each.kind() != EventKind.DATA) {
                writes.add(events.put(event));
                bytes += bytesOf(event);
                if (asked.size() < MAX_ACCOUNTS && asked.add(event.account() + "/" + event.region())) {
                    writes.add(daily.ask(event.account(), event.region(), call.time()));
                }
            }
            boolean global = EventRecord.isGlobal(event.source());
            for (Wanting want : known(event.account(), call.time()).wanting()) {
                Trail trail = want.trail();
                if (trail.covers(event.region(), global) && want.selectors().want(event)) {
                    writes.add(outbox.append(OutboxTable.Way.S3, trail, event));
                    bytes += bytesOf(event);
                    if (trail.logGroupArn() != null) {
                        writes.add(outbox.append(OutboxTable.Way.LOGS, trail, event));
                        bytes += bytesOf(event);
                    }
                }
            }
        }
        if (!writes.isEmpty()) {
            store.commit(new Store.Transaction(null, List.of(), writes));
        }
    }

    private static long bytesOf(EventRecord event) {
        return (long) MOST_BYTES_A_CHAR * event.json().length();
    }

    /// Writes what waits.
    @Override
    public void close() {
        batches.close();
    }
}
