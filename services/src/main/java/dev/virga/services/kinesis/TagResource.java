package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.TagResourceInput;
import dev.virga.api.kinesis.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Adds tags to a stream or a consumer.
final class TagResource implements Operation<TagResourceInput, TagResourceResponse> {
    private final Resources resources;
    private final StreamAccess access;

    TagResource(Resources resources, StreamAccess access) {
        this.resources = resources;
        this.access = access;
    }

    @Override
    public Op<TagResourceInput, TagResourceResponse> op() {
        return KinesisOps.TagResource;
    }

    @Override
    public List<Access> access(TagResourceInput input, Call call) {
        return List.of(access.resource("TagResource", call, input.resourceARN()));
    }

    @Override
    public TagResourceResponse handle(TagResourceInput input, Call call) {
        Resources.Place place = resources.get(call, input.resourceARN(), input.streamId());
        resources.tag(place, tags -> ResourceTags.add(tags, input.tags()));
        return TagResourceResponse.builder().build();
    }
}
