package dev.virga.kernel.audit;

import dev.virga.kernel.Access;
import dev.virga.kernel.Batches;
import dev.virga.kernel.Call;
import dev.virga.kernel.CallLog;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Time;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Which actions each role used on which resources, as far as IAM allowed them: what the role's
/// least policy is written from.
///
/// A call like one before costs one look-up and one addition. What is new is written durably soon
/// after, by a thread of its own; what was new in the last moment before a crash is new again at
/// its next use. Numbers of calls are written when somebody asks and at the end.
///
/// Bounded: per role and action [#MAX_RESOURCES] resources, then one pattern that covers them; what
/// nobody used for [#MAX_AGE] is forgotten.
public final class UsedPermissions implements CallLog, AutoCloseable {
    static final int MAX_RESOURCES = 100;
    static final Duration MAX_AGE = Duration.ofDays(90);
    /// Remembered to be known; then all are forgotten and noticed anew.
    static final int MAX_SEEN = 50_000;

    private static final int MAX_WAITING = 10_000;
    private static final int MAX_BATCH = 500;
    private static final int MAX_KNOWN = 10_000;
    private static final Duration SWEEP_EVERY = Duration.ofDays(1);

    private record Seen(String roleId, String action, String resource) {}

    /// How often, since the writer was told last.
    private static final class Count {
        private final String account;
        private final LongAdder calls = new LongAdder();
        /// The writer was told that there is such a use.
        private volatile boolean noticed;
        /// Nobody looks here any more.
        private volatile boolean forgotten;

        Count(String account) {
            this.account = account;
        }
    }

    /// @param calls how many more
    private record Use(String account, Seen what, long calls) {}

    private record RoleAction(String roleId, String action) {}

    /// One action of a role on one resource.
    ///
    /// @param resource an ARN; with a `*` at its end it stands for many
    public record Used(String action, String resource, long calls, Instant first, Instant last) {}

    private final UsedPermissionTable table;
    private final Time time;
    private final Map<Seen, Count> seen = new ConcurrentHashMap<>();
    private final Batches<Use> batches;
    /// As stored, by resource; used by the writer alone.
    private final Map<RoleAction, Map<String, Used>> known = new HashMap<>();
    private @Nullable Instant sweptAt;

    public UsedPermissions(Store store, Time time) {
        this.table = new UsedPermissionTable(store);
        this.time = time;
        this.batches = new Batches<>("used permissions", MAX_WAITING, MAX_BATCH, this::write);
    }

    @Override
    public void allowed(Op<?, ?> op, Access access, Call call) {
        if (!(call.caller() instanceof Caller.Session session)) {
            return;
        }
        Seen what = new Seen(session.roleId(), access.action(), access.resource());
        Count count = seen.get(what);
        if (count == null) {
            count = first(session.account(), what);
        }
        count.calls.increment();
        if (!count.noticed) {
            count.noticed = batches.offer(new Use(count.account, what, 0));
        }
        if (count.forgotten) {
            moved(what, count);
        }
    }

    private Count first(String account, Seen what) {
        if (seen.size() >= MAX_SEEN) {
            seen.forEach((each, count) -> {
                if (seen.remove(each, count)) {
                    count.forgotten = true;
                    moved(each, count);
                }
            });
        }
        return seen.computeIfAbsent(what, each -> new Count(account));
    }

    /// Whoever counts in a forgotten place, or forgets it, hands on what is in it; when the writer
    /// has no room, it is remembered anew.
    private void moved(Seen what, Count from) {
        long calls = from.calls.sumThenReset();
        if (calls > 0 && !batches.offer(new Use(from.account, what, calls))) {
            seen.computeIfAbsent(what, each -> new Count(from.account)).calls.add(calls);
        }
    }

    /// What a role used, in order of actions and resources.
    ///
    /// @param roleId `AROA…`: a role that was made again under its name has used nothing yet
    public List<Used> of(String account, String roleId) {
        writeAll();
        return table.of(account, roleId);
    }

    /// Returns when all that was counted before is written, however little fits into the queue.
    private void writeAll() {
        for (int i = 0; i <= MAX_SEEN / MAX_WAITING && !drain(); i++) {
            batches.flush();
        }
        batches.flush();
    }

    /// Hands the numbers of calls to the writer; false when it has no room for all.
    private boolean drain() {
        boolean all = true;
        for (Map.Entry<Seen, Count> each : seen.entrySet()) {
            Count count = each.getValue();
            long calls = count.calls.sumThenReset();
            if (calls > 0) {
                boolean told = batches.offer(new Use(count.account, each.getKey(), calls));
                if (!told) {
                    count.calls.add(calls);
                }
                count.noticed |= told;
                all &= told;
            }
        }
        return all;
    }

    private void write(List<Use> uses) {
        if (known.size() > MAX_KNOWN) {
            known.clear();
        }
        Instant now = time.instant();
        List<Store.Write> writes = new ArrayList<>();
        for (Use use : uses) {
            Seen what = use.what();
            Map<String, Used> resources = known.computeIfAbsent(
                    new RoleAction(what.roleId(), what.action()),
                    each -> table.of(use.account(), each.roleId(), each.action()));
            note(use, resources, now, writes);
        }
        table.commit(writes);
        Instant last = sweptAt;
        if (last == null || now.isAfter(last.plus(SWEEP_EVERY))) {
            sweptAt = now;
            uses.stream()
                    .map(Use::account)
                    .distinct()
                    .forEach(account -> table.removeUnused(account, now.minus(MAX_AGE)));
        }
    }

    private void note(Use use, Map<String, Used> resources, Instant now, List<Store.Write> writes) {
        Seen what = use.what();
        String resource = covering(resources, what.resource());
        Used before = resources.get(resource);
        Instant first = before == null ? now : before.first();
        long calls = (before == null ? 0 : before.calls()) + use.calls();
        Used used = new Used(what.action(), resource, calls, first, now);
        resources.put(resource, used);
        if (resources.size() <= MAX_RESOURCES) {
            writes.add(table.put(use.account(), what.roleId(), used));
            return;
        }
        String pattern = ResourcePatterns.covering(resources.keySet());
        long all = resources.values().stream().mapToLong(Used::calls).sum();
        for (String each : resources.keySet()) {
            writes.add(table.delete(use.account(), what.roleId(), what.action(), each));
        }
        resources.clear();
        Used many = new Used(what.action(), pattern, all, first, now);
        resources.put(pattern, many);
        writes.add(table.put(use.account(), what.roleId(), many));
    }

    /// The pattern that stands for a resource already, or the resource itself.
    private static String covering(Map<String, Used> resources, String resource) {
        for (String each : resources.keySet()) {
            if (each.endsWith("*") && resource.startsWith(each.substring(0, each.length() - 1))) {
                return each;
            }
        }
        return resource;
    }

    /// Writes what waits.
    @Override
    public void close() {
        writeAll();
        batches.close();
    }
}
