package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.UntagResourceRequest;
import dev.virga.api.kms.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Removes tags.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
    private final Parts kms;

    UntagResource(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<UntagResourceRequest, UntagResourceResponse> op() {
        return KmsOps.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "UntagResource", call);
    }

    @Override
    public UntagResourceResponse handle(UntagResourceRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.table().change(key, now -> {
            Uses.notPendingDeletion(now);
            Map<String, String> rest = new LinkedHashMap<>(now.tags());
            rest.keySet().removeAll(input.tagKeys());
            return now.withTags(rest);
        });
        return UntagResourceResponse.builder().build();
    }
}
