package dev.virga.services.lambda;

import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.ListTagsRequest;
import dev.virga.api.lambda.ListTagsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tags of a function.
final class ListTags implements Operation<ListTagsRequest, ListTagsResponse> {
    private final FunctionTable functions;

    ListTags(FunctionTable functions) {
        this.functions = functions;
    }

    @Override
    public Op<ListTagsRequest, ListTagsResponse> op() {
        return LambdaOps.ListTags;
    }

    @Override
    public List<Access> access(ListTagsRequest input, Call call) {
        return List.of(Access.to("lambda:ListTags", input.resource()));
    }

    @Override
    public ListTagsResponse handle(ListTagsRequest input, Call call) {
        FunctionName name = FunctionTags.function(input.resource(), "ListTags", call);
        return ListTagsResponse.builder()
                .tags(functions.get(name).function().tags())
                .build();
    }
}
