package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.TagResourceRequest;
import dev.virga.api.logs.TagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Sets tags of a group, named by its ARN.
final class TagResource implements Operation<TagResourceRequest, TagResourceResponse> {
    private final GroupTable groups;

    TagResource(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<TagResourceRequest, TagResourceResponse> op() {
        return LogsOps.TagResource;
    }

    @Override
    public List<Access> access(TagResourceRequest input, Call call) {
        return List.of(Access.to("logs:TagResource", input.resourceArn()));
    }

    @Override
    public TagResourceResponse handle(TagResourceRequest input, Call call) {
        groups.change(call, LogGroupName.ofArn(input.resourceArn(), call), g -> LogsTags.add(g, input.tags()));
        return TagResourceResponse.builder().build();
    }
}
