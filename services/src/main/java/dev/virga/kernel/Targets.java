package dev.virga.kernel;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// How an event of one service reaches another: an outbox. The sender puts [#deliver] into the
/// transaction of the effect, so that either both are there after a crash or neither; delivery
/// follows, at least once.
///
/// Each delivery is a timer of kind `targets`: its row holds the target, the event and how often it
/// was tried.
public final class Targets {
    private static final String KIND = "targets";
    private static final int FORMAT = 1;
    private static final System.Logger LOG = System.getLogger(Targets.class.getName());

    /// How long and how often a source tries.
    ///
    /// @param maxAttempts first one included
    /// @param firstPause doubles with each further attempt, up to `longestPause`
    /// @param deadLetterArn gets the event when all attempts failed, or null
    public record Policy(
            int maxAttempts,
            Duration firstPause,
            Duration longestPause,
            @Nullable String deadLetterArn) {}

    /// @param source ARN of what sent it: the delivery's `aws:SourceArn`
    /// @param payload the event as the target gets it
    public record Event(
            String target,
            String account,
            String region,
            String source,
            @Nullable String trace,
            byte[] payload) {}

    /// Hands an event to one kind of target, e.g. a function. Throws when it was not taken.
    @FunctionalInterface
    public interface Door {
        void accept(Arn target, Event event);
    }

    private final Map<String, Door> doors = new ConcurrentHashMap<>();
    private final Store store;
    private final Timers timers;
    private final Time time;

    public Targets(Store store, Timers timers, Time time) {
        this.store = store;
        this.timers = timers;
        this.time = time;
        timers.handle(KIND, this::attempt);
    }

    /// @param service of the target's ARN, e.g. `lambda`
    public void open(String service, Door door) {
        if (doors.putIfAbsent(service, door) != null) {
            throw new IllegalStateException("two doors for targets of " + service);
        }
    }

    /// The write that hands the event over; it belongs into the sender's own transaction.
    public Store.Write deliver(Event event, Policy policy) {
        return timers.set(timer(UUID.randomUUID().toString(), time.instant(), event, policy, 1));
    }

    private void attempt(Timer timer) {
        RowReader row = new RowReader(timer.payload()).upTo(FORMAT);
        int attempt = (int) row.varint();
        Policy policy = new Policy(
                (int) row.varint(),
                Duration.ofMillis(row.varint()),
                Duration.ofMillis(row.varint()),
                row.nullableString());
        Event event =
                new Event(row.string(), row.string(), row.string(), row.string(), row.nullableString(), row.bytes());
        Store.Write next = timers.remove(timer);
        List<Store.Write> writes = List.of(next);
        try {
            accept(event);
        } catch (RuntimeException e) {
            if (e instanceof AwsException) {
                LOG.log(System.Logger.Level.WARNING, "delivery to {0} failed: {1}", event.target(), e.getMessage());
            } else {
                LOG.log(System.Logger.Level.ERROR, "delivery to " + event.target() + " failed", e);
            }
            writes = List.of(next, afterFailure(timer.id(), event, policy, attempt));
            if (attempt >= policy.maxAttempts() && policy.deadLetterArn() == null) {
                writes = List.of(next);
            }
        }
        store.commit(new Store.Transaction(null, List.of(), writes));
    }

    private void accept(Event event) {
        Arn arn = Arn.parse(event.target());
        Door door = arn == null ? null : doors.get(arn.service());
        if (arn == null || door == null) {
            throw new AwsException("InvalidTarget", 400, "nothing takes events for " + event.target());
        }
        door.accept(arn, event);
    }

    private Store.Write afterFailure(String id, Event event, Policy policy, int attempt) {
        Instant now = time.instant();
        String deadLetter = policy.deadLetterArn();
        if (attempt < policy.maxAttempts() || deadLetter == null) {
            long pause = policy.firstPause().toMillis() << Math.min(attempt - 1, 20);
            Instant due = now.plusMillis(Math.min(pause, policy.longestPause().toMillis()));
            return timers.set(timer(id, due, event, policy, attempt + 1));
        }
        Event letter =
                new Event(deadLetter, event.account(), event.region(), event.source(), event.trace(), event.payload());
        Policy last = new Policy(policy.maxAttempts(), policy.firstPause(), policy.longestPause(), null);
        return timers.set(timer(id, now, letter, last, 1));
    }

    private static Timer timer(String id, Instant due, Event event, Policy policy, int attempt) {
        byte[] payload = new RowWriter(FORMAT)
                .varint(attempt)
                .varint(policy.maxAttempts())
                .varint(policy.firstPause().toMillis())
                .varint(policy.longestPause().toMillis())
                .nullableString(policy.deadLetterArn())
                .string(event.target())
                .string(event.account())
                .string(event.region())
                .string(event.source())
                .nullableString(event.trace())
                .bytes(event.payload())
                .toBytes();
        return new Timer(KIND, id, due, payload);
    }
}
