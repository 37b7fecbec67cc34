package dev.virga.services.logs;

import dev.virga.api.logs.DeleteLogStreamRequest;
import dev.virga.api.logs.DeleteLogStreamResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a stream with its events.
final class DeleteLogStream implements Operation<DeleteLogStreamRequest, DeleteLogStreamResponse> {
    private final GroupTable groups;
    private final StreamTable streams;

    DeleteLogStream(GroupTable groups, StreamTable streams) {
        this.groups = groups;
        this.streams = streams;
    }

    @Override
    public Op<DeleteLogStreamRequest, DeleteLogStreamResponse> op() {
        return LogsOps.DeleteLogStream;
    }

    @Override
    public List<Access> access(DeleteLogStreamRequest input, Call call) {
        return LogGroupName.access("DeleteLogStream", input.logGroupName(), input.logStreamName(), call);
    }

    @Override
    public DeleteLogStreamResponse handle(DeleteLogStreamRequest input, Call call) {
        LogGroup group = groups.get(call, input.logGroupName());
        streams.delete(call, group, streams.get(call, group, input.logStreamName()));
        return DeleteLogStreamResponse.builder().build();
    }
}
