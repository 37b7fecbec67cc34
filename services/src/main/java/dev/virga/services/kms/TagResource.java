package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.TagResourceRequest;
import dev.virga.api.kms.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Adds tags, or replaces their values.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
    private final Parts kms;

    TagResource(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<TagResourceRequest, TagResourceResponse> op() {
        return KmsOps.TagResource;
    }

    @Override
    public List<Access> access(TagResourceRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "TagResource", call);
    }

    @Override
    public TagResourceResponse handle(TagResourceRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.table().change(key, now -> {
            Uses.notPendingDeletion(now);
            return now.withTags(KeyTags.added(now.tags(), input.tags()));
        });
        return TagResourceResponse.builder().build();
    }
}
