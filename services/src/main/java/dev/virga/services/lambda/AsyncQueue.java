package dev.virga.services.lambda;

import dev.virga.kernel.Time;
import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/// Events that were accepted and whose function runs later. Durable: an event is a timer until its
/// function has succeeded, has failed for good, or is gone.
///
///     accepted -> timer due now
///     taken    -> timer due when the function must be done: what a crash interrupts is run again
///     then
///     failed   -> timer due after 1, then 2 minutes
///     done     -> no timer; the destination's delivery in the same transaction
///
/// The function runs on a thread of this queue and not in the timer's handler, so that slow
/// functions hold up nobody else's timers. Any thread may call it.
final class AsyncQueue implements AutoCloseable {
    static final String KIND = "lambda.async";

    private static final System.Logger LOG = System.getLogger(AsyncQueue.class.getName());
    /// Functions that run for events at the same time.
    private static final int MAX_RUNNING = 500;

    private static final Duration BUSY_PAUSE = Duration.ofSeconds(1);
    private static final Duration LEASE = Duration.ofSeconds(20);
    private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
    private static final Duration SECOND_RETRY = Duration.ofMinutes(2);
    private static final long FIRST_DELAY_MILLIS = 1000;
    private static final long LONGEST_DELAY_MILLIS = 300_000;

    private final Store store;
    private final Timers timers;
    private final Time time;
    private final Functions functions;
    private final EventInvokeConfigTable configs;
    private final Invoker invoker;
    private final Destinations destinations;
    private final Semaphore running = new Semaphore(MAX_RUNNING);
    /// Events that run here, by their ids, with the timers that stand for them.
    private final Map<String, Taken> taken = new ConcurrentHashMap<>();

    private volatile boolean closed;

    /// @param timer null while the end of the event is being written
    private record Taken(@Nullable Timer timer) {
        static final Taken ENDING = new Taken(null);
    }

    AsyncQueue(
            Store store,
            Timers timers,
            Time time,
            Functions functions,
            EventInvokeConfigTable configs,
            Invoker invoker,
            Destinations destinations) {
        this.store = store;
        this.timers = timers;
        this.time = time;
        this.functions = functions;
        this.configs = configs;
        this.invoker = invoker;
        this.destinations = destinations;
        timers.handle(KIND, this::fire);
    }

    /// Accepts an event; it is durable when this returns.
    void add(FunctionName name, String requestId, @Nullable String trace, byte[] payload) {
        Instant now = time.instant();
        String id = UUID.randomUUID().toString();
        AsyncEvent event = new AsyncEvent(id, name, requestId, trace, now.toEpochMilli(), 0, 0, payload);
        commit(List.of(timers.set(timer(event, now))));
    }

    private static Timer timer(AsyncEvent event, Instant due) {
        return new Timer(KIND, event.id(), due, event.toBytes());
    }

    private void commit(List<Store.Write> writes) {
        store.commit(new Store.Transaction(null, List.of(), writes));
    }

    private void fire(Timer timer) {
        if (closed) {
            return;
        }
        AsyncEvent event = AsyncEvent.read(timer.payload());
        Timer later = timer(event, time.instant().plus(LEASE));
        Taken here = taken.get(event.id());
        if (here != null) {
            putOff(timer, here, later);
        } else if (running.tryAcquire()) {
            boolean started = false;
            try {
                started = take(timer, event, later);
            } finally {
                if (!started) {
                    running.release();
                }
            }
        } else {
            Instant due = time.instant().plus(BUSY_PAUSE);
            commit(List.of(timers.remove(timer), timers.set(timer(event, due))));
        }
    }

    /// The function still runs, here.
    private void putOff(Timer timer, Taken here, Timer later) {
        if (here.timer() == null) {
            return;
        }
        commit(List.of(timers.remove(timer), timers.set(later)));
        if (!taken.replace(later.id(), here, new Taken(later))) {
            // It ended meanwhile and removed the timer that it knew.
            commit(List.of(timers.remove(later)));
        }
    }

    /// @return whether the function was started
    private boolean take(Timer timer, AsyncEvent event, Timer later) {
        FunctionVersion version = version(event);
        if (version == null) {
            // The function was deleted: nobody is left to run it, as with Lambda.
            commit(List.of(timers.remove(timer)));
            return false;
        }
        taken.put(event.id(), new Taken(later));
        try {
            commit(List.of(timers.remove(timer), timers.set(later)));
        } catch (RuntimeException e) {
            taken.remove(event.id());
            throw e;
        }
        Thread.ofVirtual().name("lambda event").start(() -> {
            try {
                run(event, version);
            } catch (RuntimeException e) {
                LOG.log(System.Logger.Level.ERROR, "event " + event.requestId() + " is run again later", e);
            } finally {
                taken.remove(event.id());
                running.release();
            }
        });
        return true;
    }

    private @Nullable FunctionVersion version(AsyncEvent event) {
        try {
            return functions.resolve(event.name()).version();
        } catch (AwsException e) {
            if (e.status() == 404) {
                return null;
            }
            throw e;
        }
    }

    private void run(AsyncEvent event, FunctionVersion version) {
        EventInvokeConfigTable.Config found = configs.find(event.name());
        EventInvokeConfigTable.Config config = found == null ? EventInvokeConfigTable.Config.NONE : found;
        if (time.instant().toEpochMilli() - event.firstMillis() > config.ageMillis()) {
            end(event, config, version, Destinations.EVENT_AGE_EXCEEDED, null);
            return;
        }
        Invoker.Result result;
        try {
            result = invoker.invoke(new Invoker.Invocation(
                    event.name(), event.requestId(), event.payload(), event.trace(), null, false));
        } catch (AwsException e) {
            if (!closed) {
                tryLater(event, config, version, e);
            }
            return;
        }
        if (closed) {
            // The server is going down, perhaps that is why the function failed.
            return;
        }
        AsyncEvent tried = event.afterAttempt();
        if (result.functionError() == null) {
            end(tried, config, version, Destinations.SUCCESS, result);
        } else if (tried.attempts() > config.retries()) {
            end(tried, config, version, Destinations.RETRIES_EXHAUSTED, result);
        } else {
            Duration pause = tried.attempts() == 1 ? FIRST_RETRY : SECOND_RETRY;
            again(tried, config, version, pause, result);
        }
    }

    /// The function could not run: throttled, or its role or its host is not right. That counts as
    /// no attempt.
    private void tryLater(
            AsyncEvent event, EventInvokeConfigTable.Config config, FunctionVersion version, AwsException why) {
        LOG.log(System.Logger.Level.DEBUG, "event {0} waits: {1}", event.requestId(), why.getMessage());
        long pause = Math.min(LONGEST_DELAY_MILLIS, FIRST_DELAY_MILLIS << Math.min(event.delays(), 20));
        again(event.afterDelay(), config, version, Duration.ofMillis(pause), null);
    }

    private void again(
            AsyncEvent event,
            EventInvokeConfigTable.Config config,
            FunctionVersion version,
            Duration pause,
            Invoker.@Nullable Result result) {
        Instant due = time.instant().plus(pause);
        if (due.toEpochMilli() - event.firstMillis() > config.ageMillis()) {
            end(event, config, version, Destinations.EVENT_AGE_EXCEEDED, result);
        } else {
            replace(event, List.of(timers.set(timer(event, due))));
        }
    }

    /// Removes the timer that stands for the running event, and writes what comes instead.
    private void replace(AsyncEvent event, List<Store.Write> instead) {
        Taken here = taken.put(event.id(), Taken.ENDING);
        Timer timer = here == null ? null : here.timer();
        if (timer == null) {
            throw new IllegalStateException("an event ends twice: " + event.id());
        }
        List<Store.Write> writes = new ArrayList<>();
        writes.add(timers.remove(timer));
        writes.addAll(instead);
        commit(writes);
    }

    private void end(
            AsyncEvent event,
            EventInvokeConfigTable.Config config,
            FunctionVersion version,
            String condition,
            Invoker.@Nullable Result result) {
        String deadLetter = version.settings().deadLetterArn();
        replace(event, destinations.writes(event, config, deadLetter, condition, result, time.instant()));
    }

    /// Events that run keep their timers and are run again.
    @Override
    public void close() {
        closed = true;
    }
}
