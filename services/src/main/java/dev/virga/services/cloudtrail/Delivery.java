package dev.virga.services.cloudtrail;

import dev.virga.kernel.Time;
import dev.virga.kernel.Timer;
import dev.virga.kernel.Timers;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.GZIPOutputStream;

/// Carries the outboxes of trails to their buckets and log groups, every [#EVERY].
///
/// At least once: what was written is removed from the outbox afterwards, and a file is named by
/// its first event, so that a second attempt replaces what the first one wrote. What cannot be
/// delivered for [#PATIENCE] is given up, and so are the oldest events of an outbox that has grown
/// too large.
final class Delivery {
    static final Duration EVERY = Duration.ofMinutes(5);
    static final Duration PATIENCE = Duration.ofDays(1);
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final String KIND = "cloudtrail.delivery";
    private static final int FORMAT = 1;
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'").withZone(ZoneOffset.UTC);
    private static final System.Logger LOG = System.getLogger(Delivery.class.getName());

    private final Store store;
    private final TrailTable trails;
    private final OutboxTable outbox;
    private final Destinations destinations;
    private final Recorder recorder;
    private final Timers timers;
    private final Time time;

    Delivery(
            Store store,
            TrailTable trails,
            OutboxTable outbox,
            Destinations destinations,
            Recorder recorder,
            Timers timers,
            Time time) {
        this.store = store;
        this.trails = trails;
        this.outbox = outbox;
        this.destinations = destinations;
        this.recorder = recorder;
        this.timers = timers;
        this.time = time;
        timers.handle(KIND, this::fire);
    }

    /// Part of the transaction that makes a trail log. Due times are multiples of [#EVERY], so that
    /// stopping and starting again does not make a second one.
    Store.Write begin(Trail trail, Instant now) {
        long every = EVERY.toMillis();
        return timer(trail, Instant.ofEpochMilli((now.toEpochMilli() / every + 1) * every));
    }

    private Store.Write timer(Trail trail, Instant due) {
        byte[] payload = new RowWriter(FORMAT)
                .string(trail.account())
                .string(trail.region())
                .string(trail.name())
                .toBytes();
        return timers.set(new Timer(KIND, trail.arn(), due, payload));
    }

    /// What waits for a trail that is deleted.
    List<Store.Write> forget(Trail trail) {
        return List.of(outbox.removeAll(OutboxTable.Way.S3, trail), outbox.removeAll(OutboxTable.Way.LOGS, trail));
    }

    private void fire(Timer timer) {
        RowReader row = new RowReader(timer.payload()).upTo(FORMAT);
        Trail trail = trails.find(row.string(), row.string(), row.string());
        List<Store.Write> writes = new ArrayList<>();
        writes.add(timers.remove(timer));
        if (trail == null) {
            store.commit(new Store.Transaction(null, List.of(), writes));
            return;
        }
        recorder.flush();
        Instant now = time.instant();
        OutboxTable.Page files = outbox.next(OutboxTable.Way.S3, trail);
        OutboxTable.Page lines = outbox.next(OutboxTable.Way.LOGS, trail);
        Trail.Outcome delivery = carry(trail, OutboxTable.Way.S3, files, trail.delivery(), now, writes);
        Trail.Outcome logs = carry(trail, OutboxTable.Way.LOGS, lines, trail.logs(), now, writes);
        boolean full = files.more() || lines.more();
        boolean idle = files.isEmpty() && lines.isEmpty();
        if (full && delivery.error() == null && logs.error() == null) {
            writes.add(timer(trail, now.plus(SOON)));
        } else if (trail.logging() || !idle) {
            writes.add(begin(trail, now));
        }
        if (idle) {
            store.commit(new Store.Transaction(null, List.of(), writes));
        } else {
            trails.change(
                    trail.account(), trail.region(), trail.name(), writes, each -> each.withOutcomes(delivery, logs));
        }
    }

    private Trail.Outcome carry(
            Trail trail,
            OutboxTable.Way way,
            OutboxTable.Page page,
            Trail.Outcome before,
            Instant now,
            List<Store.Write> writes) {
        if (page.isEmpty()) {
            return before;
        }
        List<OutboxTable.Pending> pending = page.events();
        Map<String, List<OutboxTable.Pending>> byRegion = new TreeMap<>();
        pending.forEach(event -> byRegion.computeIfAbsent(event.region(), region -> new ArrayList<>())
                .add(event));
        String failure = null;
        try {
            for (Map.Entry<String, List<OutboxTable.Pending>> each : byRegion.entrySet()) {
                switch (way) {
                    case S3 -> write(trail, each.getKey(), each.getValue());
                    case LOGS -> destinations.log(trail, each.getKey(), each.getValue());
                }
            }
            writes.add(outbox.remove(way, trail, pending.getLast()));
        } catch (AwsException e) {
            failure = e.code();
            LOG.log(System.Logger.Level.WARNING, "{0} could not deliver: {1}", trail.arn(), e.getMessage());
            OutboxTable.Pending lost = outbox.surplus(way, trail, now.minus(PATIENCE));
            if (lost != null) {
                LOG.log(System.Logger.Level.WARNING, "{0} gives up events until {1}", trail.arn(), lost.time());
                writes.add(outbox.remove(way, trail, lost));
            }
        }
        return before.next(now, failure);
    }

    private void write(Trail trail, String region, List<OutboxTable.Pending> events) {
        OutboxTable.Pending first = events.getFirst();
        String key = Destinations.folder(trail) + "/" + region + "/" + DAY.format(first.time()) + "/"
                + trail.account() + "_CloudTrail_" + region + "_" + MINUTE.format(first.time()) + "_"
                + String.format("%016X", first.sequence()) + ".json.gz";
        destinations.put(trail, key, zipped(events), "gzip");
    }

    private static byte[] zipped(List<OutboxTable.Pending> events) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write("{\"Records\":[".getBytes(StandardCharsets.US_ASCII));
            boolean more = false;
            for (OutboxTable.Pending event : events) {
                if (more) {
                    zip.write(',');
                }
                more = true;
                zip.write(event.json().getBytes(StandardCharsets.UTF_8));
            }
            zip.write("]}".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }
}
