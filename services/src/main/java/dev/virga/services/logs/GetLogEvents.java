package dev.virga.services.logs;

import dev.virga.api.logs.GetLogEventsRequest;
import dev.virga.api.logs.GetLogEventsResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.OutputLogEvent;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads one stream, page by page, in both directions.
final class GetLogEvents implements Operation<GetLogEventsRequest, GetLogEventsResponse> {
    private static final int MAX_EVENTS = 10_000;
    private static final int PAGE_BYTES = 1 << 20;

    private final GroupTable groups;
    private final StreamTable streams;
    private final EventTable events;

    GetLogEvents(GroupTable groups, StreamTable streams, EventTable events) {
        this.groups = groups;
        this.streams = streams;
        this.events = events;
    }

    @Override
    public Op<GetLogEventsRequest, GetLogEventsResponse> op() {
        return LogsOps.GetLogEvents;
    }

    @Override
    public List<Access> access(GetLogEventsRequest input, Call call) {
        String group = LogGroupName.of(input.logGroupName(), input.logGroupIdentifier(), call);
        return LogGroupName.access("GetLogEvents", group, input.logStreamName(), call);
    }

    @Override
    public GetLogEventsResponse handle(GetLogEventsRequest input, Call call) {
        LogGroup group = groups.get(call, LogGroupName.of(input.logGroupName(), input.logGroupIdentifier(), call));
        LogStream stream = streams.get(call, group, input.logStreamName());
        PageToken token = input.nextToken() == null ? null : PageToken.parse(input.nextToken());
        long start = input.startTime() == null ? 0 : input.startTime();
        start = Math.max(start, group.expiredBefore(call.time().toEpochMilli()));
        EventTable.Position from = EventTable.Position.at(start);
        EventTable.Position to = EventTable.Position.at(input.endTime() == null ? Long.MAX_VALUE : input.endTime());
        boolean forward = token == null ? Boolean.TRUE.equals(input.startFromHead()) : token.forward();
        if (token != null && forward && from.isBefore(token.position())) {
            from = token.position();
        }
        if (token != null && !forward && token.position().isBefore(to)) {
            to = token.position();
        }
        int limit = input.limit() == null ? MAX_EVENTS : input.limit();
        List<LogEvent> page =
                events.scan(GroupTable.domain(call), group, stream.id(), from, to, !forward, limit, PAGE_BYTES);
        if (!forward) {
            page = page.reversed();
        }
        return answer(page, token, forward ? from : to);
    }

    /// Where nothing is left, the token that was sent comes back: that is how clients notice the
    /// end.
    private static GetLogEventsResponse answer(
            List<LogEvent> page, @Nullable PageToken sent, EventTable.Position edge) {
        EventTable.Position first = page.isEmpty() ? edge : EventTable.Position.before(page.getFirst());
        EventTable.Position last = page.isEmpty() ? edge : EventTable.Position.after(page.getLast());
        if (page.isEmpty() && sent != null) {
            first = sent.position();
            last = sent.position();
        }
        List<OutputLogEvent> events = new ArrayList<>(page.size());
        for (LogEvent event : page) {
            events.add(OutputLogEvent.builder()
                    .timestamp(event.timestampMillis())
                    .message(event.message())
                    .ingestionTime(event.ingestedMillis())
                    .build());
        }
        return GetLogEventsResponse.builder()
                .events(events)
                .nextForwardToken(new PageToken(true, last).toString())
                .nextBackwardToken(new PageToken(false, first).toString())
                .build();
    }
}
