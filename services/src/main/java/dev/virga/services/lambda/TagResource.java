package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.TagResourceRequest;
import dev.virga.api.lambda.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Sets tags of a function.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
    private final FunctionTable functions;

    TagResource(FunctionTable functions) {
        this.functions = functions;
    }

    @Override
    public Op<TagResourceRequest, TagResourceResponse> op() {
        return LambdaOps.TagResource;
    }

    @Override
    public List<Access> access(TagResourceRequest input, Call call) {
        return List.of(Access.to("lambda:TagResource", input.resource()));
    }

    @Override
    public TagResourceResponse handle(TagResourceRequest input, Call call) {
        functions.change(FunctionTags.function(input.resource(), "TagResource", call), f -> {
            Map<String, String> all = new LinkedHashMap<>(f.tags());
            all.putAll(input.tags());
            FunctionTags.checkCount(all);
            return f.withTags(all);
        });
        return TagResourceResponse.builder().build();
    }
}
