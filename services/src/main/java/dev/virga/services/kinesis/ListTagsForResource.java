package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ListTagsForResourceInput;
import dev.virga.api.kinesis.ListTagsForResourceOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tags of a stream or a consumer, by their keys.
final class ListTagsForResource implements Operation<ListTagsForResourceInput, ListTagsForResourceOutput> {
    private final Resources resources;
    private final StreamAccess access;

    ListTagsForResource(Resources resources, StreamAccess access) {
        this.resources = resources;
        this.access = access;
    }

    @Override
    public Op<ListTagsForResourceInput, ListTagsForResourceOutput> op() {
        return KinesisOps.ListTagsForResource;
    }

    @Override
    public List<Access> access(ListTagsForResourceInput input, Call call) {
        return List.of(access.resource("ListTagsForResource", call, input.resourceARN()));
    }

    @Override
    public ListTagsForResourceOutput handle(ListTagsForResourceInput input, Call call) {
        Resources.Place place = resources.get(call, input.resourceARN(), input.streamId());
        return ListTagsForResourceOutput.builder()
                .tags(ResourceTags.list(place.tags()))
                .build();
    }
}
