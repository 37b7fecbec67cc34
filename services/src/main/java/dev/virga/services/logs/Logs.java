package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;
import java.util.Map;

/// CloudWatch Logs. All of its state is in the store, but for the live tail sessions.
public final class Logs implements Service {
    private final GroupTable groups;
    private final List<Operation<?, ?>> operations;
    private final LiveTails tails = new LiveTails();

    public Logs(Store store, Time time) {
        groups = new GroupTable(store);
        StreamTable streams = new StreamTable(store);
        EventTable events = new EventTable(store);
        this.operations = List.of(
                new CreateLogGroup(groups),
                new DeleteLogGroup(groups),
                new DescribeLogGroups(groups, streams),
                new CreateLogStream(groups, streams),
                new DeleteLogStream(groups, streams),
                new DescribeLogStreams(groups, streams),
                new PutLogEvents(store, groups, streams, events, tails),
                new GetLogEvents(groups, streams, events),
                new FilterLogEvents(groups, streams, events),
                new StartLiveTail(groups, tails, time),
                new PutRetentionPolicy(groups),
                new DeleteRetentionPolicy(groups),
                new TagResource(groups),
                new UntagResource(groups),
                new ListTagsForResource(groups),
                new TagLogGroup(groups),
                new UntagLogGroup(groups),
                new ListTagsLogGroup(groups));
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        String group = LogGroupName.ofArn(arn, call).replaceFirst(":log-stream:.*", "");
        GroupTable.Found found = groups.find(call, group);
        return found == null ? Map.of() : found.group().tags();
    }

    @Override
    public Model model() {
        return LogsOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public void close() {
        tails.close();
    }
}
