package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.UntagLogGroupRequest;
import dev.virga.api.logs.UntagLogGroupResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The older form of UntagResource.
final class UntagLogGroup implements Operation<UntagLogGroupRequest, UntagLogGroupResponse> {
    private final GroupTable groups;

    UntagLogGroup(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<UntagLogGroupRequest, UntagLogGroupResponse> op() {
        return LogsOps.UntagLogGroup;
    }

    @Override
    public List<Access> access(UntagLogGroupRequest input, Call call) {
        return LogGroupName.access("UntagLogGroup", input.logGroupName(), call);
    }

    @Override
    public UntagLogGroupResponse handle(UntagLogGroupRequest input, Call call) {
        groups.change(call, input.logGroupName(), g -> LogsTags.remove(g, input.tags()));
        return UntagLogGroupResponse.builder().build();
    }
}
