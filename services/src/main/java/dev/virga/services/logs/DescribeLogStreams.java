package dev.virga.services.logs;

import dev.virga.api.logs.DescribeLogStreamsRequest;
import dev.virga.api.logs.DescribeLogStreamsResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Lists the streams of a group by name or by the time of their last event.
final class DescribeLogStreams implements Operation<DescribeLogStreamsRequest, DescribeLogStreamsResponse> {
    private static final int DEFAULT_LIMIT = 50;

    private final GroupTable groups;
    private final StreamTable streams;

    DescribeLogStreams(GroupTable groups, StreamTable streams) {
        this.groups = groups;
        this.streams = streams;
    }

    @Override
    public Op<DescribeLogStreamsRequest, DescribeLogStreamsResponse> op() {
        return LogsOps.DescribeLogStreams;
    }

    @Override
    public List<Access> access(DescribeLogStreamsRequest input, Call call) {
        String group = LogGroupName.of(input.logGroupName(), input.logGroupIdentifier(), call);
        return LogGroupName.access("DescribeLogStreams", group, call);
    }

    @Override
    public DescribeLogStreamsResponse handle(DescribeLogStreamsRequest input, Call call) {
        String name = LogGroupName.of(input.logGroupName(), input.logGroupIdentifier(), call);
        LogGroup group = groups.get(call, name);
        int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
        boolean byTime = "LastEventTime".equals(input.orderBy());
        if (byTime && input.logStreamNamePrefix() != null) {
            throw LogsErrors.invalid("Cannot order by LastEventTime with a logStreamNamePrefix.");
        }
        List<LogStream> page = byTime ? byTime(input, group, call) : byName(input, group, call, limit + 1);
        DescribeLogStreamsResponse.Builder answer = DescribeLogStreamsResponse.builder();
        if (page.size() > limit) {
            page = page.subList(0, limit);
            answer.nextToken(PageToken.of(page.getLast().name()));
        }
        return answer.logStreams(
                        page.stream().map(s -> describe(s, group, call)).toList())
                .build();
    }

    private List<LogStream> byName(DescribeLogStreamsRequest input, LogGroup group, Call call, int max) {
        String prefix = input.logStreamNamePrefix() == null ? "" : input.logStreamNamePrefix();
        String bound = input.nextToken() == null ? null : PageToken.name(input.nextToken());
        return streams.list(call, group, prefix, bound, Boolean.TRUE.equals(input.descending()), max);
    }

    private List<LogStream> byTime(DescribeLogStreamsRequest input, LogGroup group, Call call) {
        Comparator<LogStream> order =
                Comparator.comparingLong(LogStream::lastEventMillis).thenComparing(LogStream::name);
        if (Boolean.TRUE.equals(input.descending())) {
            order = order.reversed();
        }
        List<LogStream> all = new ArrayList<>(streams.all(call, group, ""));
        all.sort(order);
        if (input.nextToken() == null) {
            return all;
        }
        LogStream last = streams.get(call, group, PageToken.name(input.nextToken()));
        Comparator<LogStream> sorted = order;
        return all.stream().filter(s -> sorted.compare(s, last) > 0).toList();
    }

    private static dev.virga.api.logs.LogStream describe(LogStream stream, LogGroup group, Call call) {
        dev.virga.api.logs.LogStream.Builder shape = dev.virga.api.logs.LogStream.builder()
                .logStreamName(stream.name())
                .creationTime(stream.createdMillis())
                .arn(LogGroupName.streamArn(call, group.name(), stream.name()))
                // AWS stopped to report it per stream in 2019.
                .storedBytes(0L);
        if (!stream.empty()) {
            shape.firstEventTimestamp(stream.firstEventMillis())
                    .lastEventTimestamp(stream.lastEventMillis())
                    .lastIngestionTime(stream.lastIngestionMillis())
                    .uploadSequenceToken(PutLogEvents.SEQUENCE_TOKEN);
        }
        return shape.build();
    }
}
