package dev.virga.services.kinesis;

import dev.virga.api.kinesis.AddTagsToStreamInput;
import dev.virga.api.kinesis.AddTagsToStreamResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Adds tags to a stream.
final class AddTagsToStream implements Operation<AddTagsToStreamInput, AddTagsToStreamResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    AddTagsToStream(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<AddTagsToStreamInput, AddTagsToStreamResponse> op() {
        return KinesisOps.AddTagsToStream;
    }

    @Override
    public List<Access> access(AddTagsToStreamInput input, Call call) {
        return access.stream("AddTagsToStream", call, input.streamName(), input.streamARN());
    }

    @Override
    public AddTagsToStreamResponse handle(AddTagsToStreamInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        streams.update(name, stream -> stream.withTags(ResourceTags.add(stream.tags(), input.tags())));
        return AddTagsToStreamResponse.builder().build();
    }
}
