package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ListTagsForStreamInput;
import dev.virga.api.kinesis.ListTagsForStreamOutput;
import dev.virga.api.kinesis.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tags of a stream, by their keys.
final class ListTagsForStream implements Operation<ListTagsForStreamInput, ListTagsForStreamOutput> {
    private final StreamTable streams;
    private final StreamAccess access;

    ListTagsForStream(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<ListTagsForStreamInput, ListTagsForStreamOutput> op() {
        return KinesisOps.ListTagsForStream;
    }

    @Override
    public List<Access> access(ListTagsForStreamInput input, Call call) {
        return access.stream("ListTagsForStream", call, input.streamName(), input.streamARN());
    }

    @Override
    public ListTagsForStreamOutput handle(ListTagsForStreamInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        String start = input.exclusiveStartTagKey();
        int limit = input.limit() == null ? ResourceTags.MAX_TAGS : input.limit();
        List<Tag> rest = ResourceTags.list(streams.get(name).stream().tags()).stream()
                .filter(tag -> start == null || tag.key().compareTo(start) > 0)
                .toList();
        List<Tag> page = rest.subList(0, Math.min(limit, rest.size()));
        return ListTagsForStreamOutput.builder()
                .tags(page)
                .hasMoreTags(page.size() < rest.size())
                .build();
    }
}
