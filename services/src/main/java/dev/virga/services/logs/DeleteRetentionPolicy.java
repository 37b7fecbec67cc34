package dev.virga.services.logs;

import dev.virga.api.logs.DeleteRetentionPolicyRequest;
import dev.virga.api.logs.DeleteRetentionPolicyResponse;
import dev.virga.api.logs.LogsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Keeps events for ever again.
final class DeleteRetentionPolicy implements Operation<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse> {
    private final GroupTable groups;

    DeleteRetentionPolicy(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<DeleteRetentionPolicyRequest, DeleteRetentionPolicyResponse> op() {
        return LogsOps.DeleteRetentionPolicy;
    }

    @Override
    public List<Access> access(DeleteRetentionPolicyRequest input, Call call) {
        return LogGroupName.access("DeleteRetentionPolicy", input.logGroupName(), call);
    }

    @Override
    public DeleteRetentionPolicyResponse handle(DeleteRetentionPolicyRequest input, Call call) {
        groups.change(call, input.logGroupName(), g -> g.withRetention(null));
        return DeleteRetentionPolicyResponse.builder().build();
    }
}
