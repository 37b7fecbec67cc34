package dev.virga.services.logs;

import dev.virga.api.logs.ListTagsLogGroupRequest;
import dev.virga.api.logs.ListTagsLogGroupResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The older form of ListTagsForResource.
final class ListTagsLogGroup implements Operation<ListTagsLogGroupRequest, ListTagsLogGroupResponse> {
    private final GroupTable groups;

    ListTagsLogGroup(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<ListTagsLogGroupRequest, ListTagsLogGroupResponse> op() {
        return LogsOps.ListTagsLogGroup;
    }

    @Override
    public List<Access> access(ListTagsLogGroupRequest input, Call call) {
        return LogGroupName.access("ListTagsLogGroup", input.logGroupName(), call);
    }

    @Override
    public ListTagsLogGroupResponse handle(ListTagsLogGroupRequest input, Call call) {
        LogGroup group = groups.get(call, input.logGroupName());
        return ListTagsLogGroupResponse.builder().tags(group.tags()).build();
    }
}
