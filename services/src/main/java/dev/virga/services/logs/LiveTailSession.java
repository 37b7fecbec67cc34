package dev.virga.services.logs;

import dev.virga.api.logs.LiveTailSessionLogEvent;
import dev.virga.api.logs.LiveTailSessionMetadata;
import dev.virga.api.logs.LiveTailSessionStart;
import dev.virga.api.logs.LiveTailSessionUpdate;
import dev.virga.api.logs.SessionTimeoutException;
import dev.virga.api.logs.StartLiveTailResponseStream;
import dev.virga.kernel.Time;
import dev.virga.wire.EventStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// One client that watches: what it asked for, and what arrived since its last update.
///
///     sessionStart  sessionUpdate (every second, also empty)  …  SessionTimeoutException (3 hours)
///
/// Writers offer events, the thread that answers the client takes them.
final class LiveTailSession implements EventStream<StartLiveTailResponseStream> {
    /// Events of one update; of more a part is sent, and the update says so.
    static final int MAX_EVENTS = 500;

    /// The same in bytes of their messages: an update is one message of an event stream.
    static final int MAX_BYTES = 4 << 20;

    static final Duration EVERY = Duration.ofSeconds(1);
    static final Duration LENGTH = Duration.ofHours(3);

    private final LiveTails all;
    private final Time time;
    private final String domain;
    private final Map<Long, String> groups;
    private final Predicate<String> streams;
    private final FilterPattern pattern;
    private final LiveTailSessionStart start;
    private final Instant end;
    private final ReentrantLock lock = new ReentrantLock();
    private List<LiveTailSessionLogEvent> arrived = new ArrayList<>();
    private long bytes;
    private boolean sampled;
    private boolean started;
    private Instant due;
    private volatile boolean closed;
    private volatile @Nullable Thread reader;

    /// @param groups what events call each group, by its id
    /// @param streams which streams' events are wanted
    LiveTailSession(
            LiveTails all,
            Time time,
            String domain,
            Map<Long, String> groups,
            Predicate<String> streams,
            FilterPattern pattern,
            LiveTailSessionStart start) {
        this.all = all;
        this.time = time;
        this.domain = domain;
        this.groups = Map.copyOf(groups);
        this.streams = streams;
        this.pattern = pattern;
        this.start = start;
        due = time.instant();
        end = due.plus(LENGTH);
    }

    String domain() {
        return domain;
    }

    void offer(LogGroup group, String stream, List<LogEvent> events) {
        String name = groups.get(group.id());
        if (name == null || !streams.test(stream)) {
            return;
        }
        for (LogEvent event : events) {
            if (pattern.matches(event.message())) {
                add(name, stream, event);
            }
        }
    }

    private void add(String group, String stream, LogEvent event) {
        lock.lock();
        try {
            if (arrived.size() >= MAX_EVENTS || bytes + event.bytes() > MAX_BYTES) {
                sampled = true;
                return;
            }
            bytes += event.bytes();
            arrived.add(LiveTailSessionLogEvent.builder()
                    .logGroupIdentifier(group)
                    .logStreamName(stream)
                    .message(event.message())
                    .timestamp(event.timestampMillis())
                    .ingestionTime(event.ingestedMillis())
                    .build());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable StartLiveTailResponseStream next() {
        if (!started) {
            started = true;
            return new StartLiveTailResponseStream.SessionStart(start);
        }
        due = due.plus(EVERY);
        reader = Thread.currentThread();
        while (!closed && time.instant().isBefore(due)) {
            if (Thread.currentThread().isInterrupted()) {
                return null;
            }
            time.parkUntil(due);
        }
        if (closed) {
            return null;
        }
        Instant now = time.instant();
        if (!now.isBefore(end)) {
            throw new SessionTimeoutException("The live tail session has reached its limit of " + LENGTH.toHours()
                    + " hours. Start another one.");
        }
        // A clock that was moved does not make up for the seconds in between.
        due = now.isAfter(due.plus(EVERY)) ? now : due;
        return new StartLiveTailResponseStream.SessionUpdate(take());
    }

    private LiveTailSessionUpdate take() {
        lock.lock();
        try {
            List<LiveTailSessionLogEvent> results = arrived;
            boolean part = sampled;
            arrived = new ArrayList<>();
            bytes = 0;
            sampled = false;
            return LiveTailSessionUpdate.builder()
                    .sessionMetadata(
                            LiveTailSessionMetadata.builder().sampled(part).build())
                    .sessionResults(results)
                    .build();
        } finally {
            lock.unlock();
        }
    }

    /// The server stops: the client sees the end of the stream.
    void end() {
        closed = true;
        LockSupport.unpark(reader);
    }

    @Override
    public void close() {
        closed = true;
        all.close(this);
    }
}
