package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.UntagResourceRequest;
import dev.virga.api.logs.UntagResourceResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes tags of a group, named by its ARN.
final class UntagResource implements Operation<UntagResourceRequest, UntagResourceResponse> {
    private final GroupTable groups;

    UntagResource(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<UntagResourceRequest, UntagResourceResponse> op() {
        return LogsOps.UntagResource;
    }

    @Override
    public List<Access> access(UntagResourceRequest input, Call call) {
        return List.of(Access.to("logs:UntagResource", input.resourceArn()));
    }

    @Override
    public UntagResourceResponse handle(UntagResourceRequest input, Call call) {
        groups.change(call, LogGroupName.ofArn(input.resourceArn(), call), g -> LogsTags.remove(g, input.tagKeys()));
        return UntagResourceResponse.builder().build();
    }
}
