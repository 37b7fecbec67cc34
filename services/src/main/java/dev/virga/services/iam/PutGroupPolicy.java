package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutGroupPolicyRequest;
import dev.virga.api.iam.PutGroupPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Puts a policy into a group, or replaces it.
final class PutGroupPolicy implements Operation<PutGroupPolicyRequest, PutGroupPolicyResponse> {
    private final Tables tables;

    PutGroupPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<PutGroupPolicyRequest, PutGroupPolicyResponse> op() {
        return IamOps.PutGroupPolicy;
    }

    @Override
    public List<Access> access(PutGroupPolicyRequest input, Call call) {
        return List.of(tables.onGroup("PutGroupPolicy", call, input.groupName()));
    }

    @Override
    public PutGroupPolicyResponse handle(PutGroupPolicyRequest input, Call call) {
        InlinePolicies.put(
                tables.groups,
                Group.KIND,
                InlinePolicies.GROUP_SIZE,
                call.account(),
                input.groupName(),
                input.policyName(),
                input.policyDocument());
        tables.lint(input.policyName(), input.policyDocument());
        return PutGroupPolicyResponse.builder().build();
    }
}
