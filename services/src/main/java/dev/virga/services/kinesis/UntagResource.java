package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.UntagResourceInput;
import dev.virga.api.kinesis.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags from a stream or a consumer.
final class UntagResource implements Operation<UntagResourceInput, UntagResourceResponse> {
    private final Resources resources;
    private final StreamAccess access;

    UntagResource(Resources resources, StreamAccess access) {
        this.resources = resources;
        this.access = access;
    }

    @Override
    public Op<UntagResourceInput, UntagResourceResponse> op() {
        return KinesisOps.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceInput input, Call call) {
        return List.of(access.resource("UntagResource", call, input.resourceARN()));
    }

    @Override
    public UntagResourceResponse handle(UntagResourceInput input, Call call) {
        Resources.Place place = resources.get(call, input.resourceARN(), input.streamId());
        resources.tag(place, tags -> ResourceTags.remove(tags, input.tagKeys()));
        return UntagResourceResponse.builder().build();
    }
}
