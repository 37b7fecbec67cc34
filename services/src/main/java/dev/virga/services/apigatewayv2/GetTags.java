package dev.virga.services.apigatewayv2;

import dev.virga.api.apigatewayv2.Apigatewayv2Ops;
import dev.virga.api.apigatewayv2.GetTagsRequest;
import dev.virga.api.apigatewayv2.GetTagsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the tags of an API or a stage.
final class GetTags implements Operation<GetTagsRequest, GetTagsResponse> {
    private final ApiTable table;

    GetTags(ApiTable table) {
        this.table = table;
    }

    @Override
    public Op<GetTagsRequest, GetTagsResponse> op() {
        return Apigatewayv2Ops.GetTags;
    }

    @Override
    public List<Access> access(GetTagsRequest input, Call call) {
        return ApiAccess.to("GET", call, "/tags/" + input.resourceArn());
    }

    @Override
    public GetTagsResponse handle(GetTagsRequest input, Call call) {
        Tagged tagged = Tagged.parse(input.resourceArn());
        return GetTagsResponse.builder().tags(tagged.tags(table, call)).build();
    }
}
