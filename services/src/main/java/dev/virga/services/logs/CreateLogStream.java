package dev.virga.services.logs;

import dev.virga.api.logs.CreateLogStreamRequest;
import dev.virga.api.logs.CreateLogStreamResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// Makes an empty stream in a group.
final class CreateLogStream implements Operation<CreateLogStreamRequest, CreateLogStreamResponse> {
    private final GroupTable groups;
    private final StreamTable streams;

    CreateLogStream(GroupTable groups, StreamTable streams) {
        this.groups = groups;
        this.streams = streams;
    }

    @Override
    public Op<CreateLogStreamRequest, CreateLogStreamResponse> op() {
        return LogsOps.CreateLogStream;
    }

    @Override
    public List<Access> access(CreateLogStreamRequest input, Call call) {
        return LogGroupName.access("CreateLogStream", input.logGroupName(), input.logStreamName(), call);
    }

    @Override
    public CreateLogStreamResponse handle(CreateLogStreamRequest input, Call call) {
        LogGroup group = groups.get(call, input.logGroupName());
        long id = ThreadLocalRandom.current().nextLong(Long.MAX_VALUE);
        streams.create(
                call,
                group,
                LogStream.create(input.logStreamName(), id, call.time().toEpochMilli()));
        return CreateLogStreamResponse.builder().build();
    }
}
