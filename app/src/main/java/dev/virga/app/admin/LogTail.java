package dev.virga.app.admin;

import dev.virga.api.logs.DescribeLogGroupsRequest;
import dev.virga.api.logs.DescribeLogGroupsResponse;
import dev.virga.api.logs.FilterLogEventsRequest;
import dev.virga.api.logs.FilterLogEventsResponse;
import dev.virga.api.logs.FilteredLogEvent;
import dev.virga.api.logs.LogGroup;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.ResourceNotFoundException;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Time;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;

/// Reads what functions wrote from CloudWatch Logs, as any client would, and goes on reading.
record LogTail(Cloud cloud, Caller root, String region, Time time) {
    private static final String GROUP_PREFIX = "/aws/lambda/";
    private static final Duration PAUSE = Duration.ofMillis(400);
    /// Events that were written a little out of order are still found when following.
    private static final long OVERLAP_MILLIS = 5_000;
    /// More functions than this are not followed at once.
    private static final int MAX_GROUPS = 500;
    /// Of one group, when all is asked for: the rest is for AWS's own clients.
    private static final int MAX_EVENTS = 10_000;

    private static final DateTimeFormatter CLOCK = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

    /// @param function its name in Lambda, empty for all
    /// @param shorten from a function's name in Lambda to what people see
    Reading read(String function, TextStream out, UnaryOperator<String> shorten) {
        return new Reading(this, function, out, shorten);
    }

    private List<String> groups() {
        List<String> names = new ArrayList<>();
        String token = null;
        do {
            DescribeLogGroupsResponse page = cloud.call(
                    root,
                    region,
                    LogsOps.DescribeLogGroups,
                    DescribeLogGroupsRequest.builder()
                            .logGroupNamePrefix(GROUP_PREFIX)
                            .nextToken(token)
                            .build());
            for (LogGroup group : page.logGroups()) {
                names.add(group.logGroupName());
            }
            token = page.nextToken();
        } while (token != null && names.size() < MAX_GROUPS);
        return names;
    }

    private List<FilteredLogEvent> events(String group, long fromMillis) {
        List<FilteredLogEvent> events = new ArrayList<>();
        String token = null;
        do {
            FilterLogEventsResponse page = cloud.call(
                    root,
                    region,
                    LogsOps.FilterLogEvents,
                    FilterLogEventsRequest.builder()
                            .logGroupName(group)
                            .startTime(fromMillis)
                            .nextToken(token)
                            .build());
            events.addAll(page.events());
            token = page.nextToken();
        } while (token != null && events.size() < MAX_EVENTS);
        return events;
    }

    /// What one client has seen so far. One thread.
    static final class Reading {
        private final LogTail tail;
        private final String function;
        private final TextStream out;
        private final UnaryOperator<String> shorten;
        private final Map<String, Long> newest = new HashMap<>();
        private final Map<String, Set<String>> seen = new HashMap<>();
        private long begin;

        Reading(LogTail tail, String function, TextStream out, UnaryOperator<String> shorten) {
            this.tail = tail;
            this.function = function;
            this.out = out;
            this.shorten = shorten;
        }

        /// Shows everything there is.
        void all() {
            show();
        }

        /// Shows only what comes from now on, when it is followed.
        Reading fromNow() {
            begin = tail.time.instant().toEpochMilli();
            return this;
        }

        void follow(BooleanSupplier stop) {
            while (!stop.getAsBoolean()) {
                show();
                pause(tail.time, PAUSE);
            }
        }

        private void show() {
            List<Line> lines = new ArrayList<>();
            List<String> groups = function.isEmpty() ? tail.groups() : List.of(GROUP_PREFIX + function);
            for (String group : groups) {
                try {
                    collect(group, lines);
                } catch (ResourceNotFoundException e) {
                    // A function that never ran has no group yet; one that is removed has none any more.
                }
            }
            lines.sort(Comparator.comparingLong(Line::millis));
            for (Line line : lines) {
                String at = CLOCK.format(Instant.ofEpochMilli(line.millis).atZone(ZoneId.systemDefault()));
                out.line(at + " " + line.name + "  " + line.text);
            }
        }

        private record Line(long millis, String name, String text) {}

        private void collect(String group, List<Line> lines) {
            long last = newest.getOrDefault(group, begin);
            long from = Math.max(begin, last - OVERLAP_MILLIS);
            Set<String> before = seen.getOrDefault(group, Set.of());
            Set<String> now = new HashSet<>();
            String name = shorten.apply(group.substring(GROUP_PREFIX.length()));
            for (FilteredLogEvent event : tail.events(group, from)) {
                now.add(event.eventId());
                last = Math.max(last, event.timestamp());
                if (!before.contains(event.eventId())) {
                    event.message()
                            .stripTrailing()
                            .lines()
                            .forEach(text -> lines.add(new Line(event.timestamp(), name, text)));
                }
            }
            newest.put(group, last);
            seen.put(group, now);
        }
    }

    /// Waits about so long.
    static void pause(Time time, Duration duration) {
        Instant until = time.instant().plus(duration);
        while (time.instant().isBefore(until) && !Thread.currentThread().isInterrupted()) {
            time.parkUntil(until);
        }
    }
}
