package dev.virga.services.logs;

import dev.virga.api.logs.FilterLogEventsRequest;
import dev.virga.api.logs.FilterLogEventsResponse;
import dev.virga.api.logs.FilteredLogEvent;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Searches streams of a group; events come in the order of their times, across streams.
final class FilterLogEvents implements Operation<FilterLogEventsRequest, FilterLogEventsResponse> {
    private static final int MAX_EVENTS = 10_000;
    private static final int PAGE_BYTES = 1 << 20;
    /// Events that one call looks at; the next page goes on from there.
    private static final int MAX_EXAMINED = 100_000;
    private static final int MAX_NAMES = 100;

    private final GroupTable groups;
    private final StreamTable streams;
    private final EventTable events;

    FilterLogEvents(GroupTable groups, StreamTable streams, EventTable events) {
        this.groups = groups;
        this.streams = streams;
        this.events = events;
    }

    @Override
    public Op<FilterLogEventsRequest, FilterLogEventsResponse> op() {
        return LogsOps.FilterLogEvents;
    }

    @Override
    public List<Access> access(FilterLogEventsRequest input, Call call) {
        String group = LogGroupName.of(input.logGroupName(), input.logGroupIdentifier(), call);
        return LogGroupName.access("FilterLogEvents", group, call);
    }

    @Override
    public FilterLogEventsResponse handle(FilterLogEventsRequest input, Call call) {
        LogGroup group = groups.get(call, LogGroupName.of(input.logGroupName(), input.logGroupIdentifier(), call));
        FilterPattern pattern = FilterPattern.parse(input.filterPattern() == null ? "" : input.filterPattern());
        long start = input.startTime() == null ? 0 : input.startTime();
        long end = input.endTime() == null ? Long.MAX_VALUE - 1 : Math.min(input.endTime(), Long.MAX_VALUE - 1);
        if (start > end) {
            throw LogsErrors.invalid("endTime must not be before startTime");
        }
        start = Math.max(start, group.expiredBefore(call.time().toEpochMilli()));
        MergedEvents merged = new MergedEvents(
                events,
                GroupTable.domain(call),
                group,
                searched(input, group, call),
                start,
                end + 1,
                input.nextToken());
        int limit = input.limit() == null ? MAX_EVENTS : input.limit();
        List<FilteredLogEvent> found = new ArrayList<>();
        long bytes = 0;
        int examined = 0;
        MergedEvents.Entry next = merged.next();
        while (next != null) {
            LogEvent event = next.event();
            if (pattern.matches(event.message())) {
                found.add(shape(event, next.stream()));
                bytes += event.bytes();
            }
            examined++;
            boolean full = found.size() >= limit || bytes >= PAGE_BYTES || examined >= MAX_EXAMINED;
            next = full ? null : merged.next();
            if (full && merged.more()) {
                return FilterLogEventsResponse.builder()
                        .events(found)
                        .searchedLogStreams(List.of())
                        .nextToken(MergedEvents.token(event))
                        .build();
            }
        }
        return FilterLogEventsResponse.builder()
                .events(found)
                .searchedLogStreams(List.of())
                .build();
    }

    private List<LogStream> searched(FilterLogEventsRequest input, LogGroup group, Call call) {
        List<String> names = input.logStreamNames();
        if (names == null) {
            String prefix = input.logStreamNamePrefix() == null ? "" : input.logStreamNamePrefix();
            return streams.all(call, group, prefix);
        }
        if (input.logStreamNamePrefix() != null) {
            throw LogsErrors.invalid("logStreamNamePrefix and logStreamNames are mutually exclusive parameters.");
        }
        if (names.size() > MAX_NAMES) {
            throw LogsErrors.invalid("At most " + MAX_NAMES + " logStreamNames may be specified.");
        }
        return names.stream()
                .distinct()
                .map(name -> streams.get(call, group, name))
                .toList();
    }

    private static FilteredLogEvent shape(LogEvent event, String stream) {
        return FilteredLogEvent.builder()
                .logStreamName(stream)
                .timestamp(event.timestampMillis())
                .message(event.message())
                .ingestionTime(event.ingestedMillis())
                .eventId(event.id())
                .build();
    }
}
