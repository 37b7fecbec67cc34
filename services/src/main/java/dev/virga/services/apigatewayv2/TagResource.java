package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.TagResourceRequest;
import dev.virga.api.apigatewayv2.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Adds tags to an API or a stage.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
    private final ApiTable table;

    TagResource(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<TagResourceRequest, TagResourceResponse> op() {
        return Apigatewayv2Ops.TagResource;
    }

    @Override
    public List<Access> access(TagResourceRequest input, Call call) {
        return ApiAccess.to("POST", call, "/tags/" + input.resourceArn());
    }

    @Override
    public TagResourceResponse handle(TagResourceRequest input, Call call) {
        Tagged tagged = Tagged.parse(input.resourceArn());
        tagged.change(table, call, tags -> tags.putAll(input.tags()));
        return TagResourceResponse.builder().build();
    }
}
