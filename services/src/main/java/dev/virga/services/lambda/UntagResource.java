package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.UntagResourceRequest;
import dev.virga.api.lambda.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Removes tags of a function.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
    private final FunctionTable functions;

    UntagResource(FunctionTable functions) {
        this.functions = functions;
    }

    @Override
    public Op<UntagResourceRequest, UntagResourceResponse> op() {
        return LambdaOps.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceRequest input, Call call) {
        return List.of(Access.to("lambda:UntagResource", input.resource()));
    }

    @Override
    public UntagResourceResponse handle(UntagResourceRequest input, Call call) {
        functions.change(FunctionTags.function(input.resource(), "UntagResource", call), f -> {
            Map<String, String> rest = new LinkedHashMap<>(f.tags());
            rest.keySet().removeAll(input.tagKeys());
            return f.withTags(rest);
        });
        return UntagResourceResponse.builder().build();
    }
}
