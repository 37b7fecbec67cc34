package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.RemoveTagsFromStreamInput;
import dev.virga.api.kinesis.RemoveTagsFromStreamResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags from a stream.
final class RemoveTagsFromStream implements Operation<RemoveTagsFromStreamInput, RemoveTagsFromStreamResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    RemoveTagsFromStream(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<RemoveTagsFromStreamInput, RemoveTagsFromStreamResponse> op() {
        return KinesisOps.RemoveTagsFromStream;
    }

    @Override
    public List<Access> access(RemoveTagsFromStreamInput input, Call call) {
        return access.stream("RemoveTagsFromStream", call, input.streamName(), input.streamARN());
    }

    @Override
    public RemoveTagsFromStreamResponse handle(RemoveTagsFromStreamInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        streams.update(name, stream -> stream.withTags(ResourceTags.remove(stream.tags(), input.tagKeys())));
        return RemoveTagsFromStreamResponse.builder().build();
    }
}
