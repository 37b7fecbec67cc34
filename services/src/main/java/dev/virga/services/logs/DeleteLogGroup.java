package dev.virga.services.logs;

import dev.virga.api.logs.DeleteLogGroupRequest;
import dev.virga.api.logs.DeleteLogGroupResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.ValidationException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a group with its streams and events.
final class DeleteLogGroup implements Operation<DeleteLogGroupRequest, DeleteLogGroupResponse> {
    private final GroupTable groups;

    DeleteLogGroup(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<DeleteLogGroupRequest, DeleteLogGroupResponse> op() {
        return LogsOps.DeleteLogGroup;
    }

    @Override
    public List<Access> access(DeleteLogGroupRequest input, Call call) {
        return LogGroupName.access("DeleteLogGroup", input.logGroupName(), call);
    }

    @Override
    public DeleteLogGroupResponse handle(DeleteLogGroupRequest input, Call call) {
        LogGroup group = groups.get(call, input.logGroupName());
        if (group.deletionProtected()) {
            throw new ValidationException("The specified log group has deletion protection enabled.");
        }
        groups.delete(call, group);
        return DeleteLogGroupResponse.builder().build();
    }
}
