package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.List;

/// CloudWatch Logs. All of its state is in the store.
public final class Logs implements Service {
    private final List<Operation<?, ?>> operations;

    public Logs(Store store) {
        GroupTable groups = new GroupTable(store);
        StreamTable streams = new StreamTable(store);
        EventTable events = new EventTable(store);
        this.operations = List.of(
                new CreateLogGroup(groups),
                new DeleteLogGroup(groups),
                new DescribeLogGroups(groups, streams),
                new CreateLogStream(groups, streams),
                new DeleteLogStream(groups, streams),
                new DescribeLogStreams(groups, streams),
                new PutLogEvents(store, groups, streams, events),
                new GetLogEvents(groups, streams, events),
                new FilterLogEvents(groups, streams, events),
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
    public Model model() {
        return LogsOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }
}
