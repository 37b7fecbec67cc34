package dev.virga.services.cloudtrail;

import dev.virga.kernel.Time;
import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// Forgets events after [#KEPT], once a day for each account and region that has any. One range is
/// removed, however many events it holds.
final class Expiry implements Recorder.Daily {
    static final Duration KEPT = Duration.ofDays(90);
    private static final String KIND = "cloudtrail.expiry";

    private final Store store;
    private final EventTable events;
    private final Timers timers;
    private final Time time;

    Expiry(Store store, EventTable events, Timers timers, Time time) {
        this.store = store;
        this.events = events;
        this.timers = timers;
        this.time = time;
        timers.handle(KIND, this::fire);
    }

    /// Asking twice on one day is the same as once.
    @Override
    public Store.Write ask(String account, String region, Instant now) {
        Instant tomorrow = now.truncatedTo(ChronoUnit.DAYS).plus(1, ChronoUnit.DAYS);
        return timers.set(new Timer(KIND, account + "/" + region, tomorrow, new byte[0]));
    }

    private void fire(Timer timer) {
        String[] of = timer.id().split("/", 2);
        Instant now = time.instant();
        events.remove(of[0], of[1], now.minus(KEPT));
        store.commit(new Store.Transaction(null, List.of(), List.of(timers.remove(timer), ask(of[0], of[1], now))));
    }
}
