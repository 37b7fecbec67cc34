package dev.virga.services.logs;

import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.PutRetentionPolicyRequest;
import dev.virga.api.logs.PutRetentionPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lets events expire after a number of days.
final class PutRetentionPolicy implements Operation<PutRetentionPolicyRequest, PutRetentionPolicyResponse> {
    private static final List<Integer> DAYS = List.of(
            1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653);

    private final GroupTable groups;

    PutRetentionPolicy(GroupTable groups) {
        this.groups = groups;
    }

    @Override
    public Op<PutRetentionPolicyRequest, PutRetentionPolicyResponse> op() {
        return LogsOps.PutRetentionPolicy;
    }

    @Override
    public List<Access> access(PutRetentionPolicyRequest input, Call call) {
        return LogGroupName.access("PutRetentionPolicy", input.logGroupName(), call);
    }

    @Override
    public PutRetentionPolicyResponse handle(PutRetentionPolicyRequest input, Call call) {
        Integer days = input.retentionInDays();
        if (!DAYS.contains(days)) {
            throw LogsErrors.invalid("1 validation error detected: Value '" + days
                    + "' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: "
                    + DAYS);
        }
        groups.change(call, input.logGroupName(), g -> g.withRetention(days));
        return PutRetentionPolicyResponse.builder().build();
    }
}
