package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.TagLogGroupRequest;
import dev.virga.api.logs.TagLogGroupResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The older form of TagResource.
final class TagLogGroup implements Operation<TagLogGroupRequest, TagLogGroupResponse> {
    private final GroupTable groups;

    TagLogGroup(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<TagLogGroupRequest, TagLogGroupResponse> op() {
        return LogsOps.TagLogGroup;
    }

    @Override
    public List<Access> access(TagLogGroupRequest input, Call call) {
        return LogGroupName.access("TagLogGroup", input.logGroupName(), call);
    }

    @Override
    public TagLogGroupResponse handle(TagLogGroupRequest input, Call call) {
        groups.change(call, input.logGroupName(), g -> LogsTags.add(g, input.tags()));
        return TagLogGroupResponse.builder().build();
    }
}
