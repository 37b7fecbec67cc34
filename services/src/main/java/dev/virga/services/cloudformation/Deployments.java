package dev.virga.services.cloudformation;

import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The stacks that are being worked on, each by one thread. Any thread may call it.
final class Deployments implements AutoCloseable {
    private static final System.Logger LOG = System.getLogger(Deployments.class.getName());

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration PAUSE = Duration.ofMillis(10);

    private final StackTable table;
    private final Cloud cloud;
    private final Time time;
    private final ResourceTypes types;
    private final Map<String, Boolean> busy = new ConcurrentHashMap<>();
    private volatile boolean closed;

    Deployments(StackTable table, Cloud cloud, Time time, ResourceTypes types) {
        this.table = table;
        this.cloud = cloud;
        this.time = time;
        this.types = types;
    }

    /// Goes on with what was under way when the server ended.
    void start() {
        table.underWay().forEach(stack -> wake(stack.place(), stack.uuid()));
    }

    /// Works on the stack until nothing is in progress.
    void wake(Place place, String uuid) {
        // The value says whether somebody called meanwhile: the thread then looks once more.
        if (!busy.merge(uuid, false, (is, was) -> true)) {
            Thread.ofVirtual().name("stack " + uuid).start(() -> work(place, uuid));
        }
    }

    private void work(Place place, String uuid) {
        do {
            busy.replace(uuid, false);
            try {
                new Deployment(table, cloud, time, types, place, uuid, () -> closed).run();
            } catch (RuntimeException e) {
                if (!closed) {
                    LOG.log(System.Logger.Level.ERROR, "work on stack " + uuid + " stopped", e);
                }
            }
        } while (!closed && !busy.remove(uuid, false));
        if (closed) {
            busy.remove(uuid);
        }
    }

    /// Waits for the steps that were begun. What is left is done after the next start.
    @Override
    public void close() {
        closed = true;
        Instant end = time.instant().plus(LONGEST_WAIT);
        while (!busy.isEmpty() && time.instant().isBefore(end)) {
            time.parkUntil(time.instant().plus(PAUSE));
        }
    }
}
