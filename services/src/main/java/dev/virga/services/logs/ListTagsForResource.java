package dev.virga.services.logs;

import dev.virga.api.logs.ListTagsForResourceRequest;
import dev.virga.api.logs.ListTagsForResourceResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tags of a group, named by its ARN.
final class ListTagsForResource implements Operation<ListTagsForResourceRequest, ListTagsForResourceResponse> {
    private final GroupTable groups;

    ListTagsForResource(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<ListTagsForResourceRequest, ListTagsForResourceResponse> op() {
        return LogsOps.ListTagsForResource;
    }

    @Override
    public List<Access> access(ListTagsForResourceRequest input, Call call) {
        return List.of(Access.to("logs:ListTagsForResource", input.resourceArn()));
    }

    @Override
    public ListTagsForResourceResponse handle(ListTagsForResourceRequest input, Call call) {
        LogGroup group = groups.get(call, LogGroupName.ofArn(input.resourceArn(), call));
        return ListTagsForResourceResponse.builder().tags(group.tags()).build();
    }
}
