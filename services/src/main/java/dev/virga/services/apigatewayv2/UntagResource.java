package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.UntagResourceRequest;
import dev.virga.api.apigatewayv2.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes tags off an API or a stage.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
    private final ApiTable table;

    UntagResource(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<UntagResourceRequest, UntagResourceResponse> op() {
        return Apigatewayv2Ops.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceRequest input, Call call) {
        return ApiAccess.to("DELETE", call, "/tags/" + input.resourceArn());
    }

    @Override
    public UntagResourceResponse handle(UntagResourceRequest input, Call call) {
        Tagged tagged = Tagged.parse(input.resourceArn());
        tagged.change(table, call, tags -> tags.keySet().removeAll(input.tagKeys()));
        return UntagResourceResponse.builder().build();
    }
}
