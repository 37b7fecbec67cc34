package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.api.iam.PutUserPolicyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Puts a policy into a user, or replaces it.
final class PutUserPolicy implements Operation<PutUserPolicyRequest, PutUserPolicyResponse> {
    private final Tables tables;

    PutUserPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<PutUserPolicyRequest, PutUserPolicyResponse> op() {
        return IamOps.PutUserPolicy;
    }

    @Override
    public List<Access> access(PutUserPolicyRequest input, Call call) {
        return List.of(tables.onUser("PutUserPolicy", call, input.userName()));
    }

    @Override
    public PutUserPolicyResponse handle(PutUserPolicyRequest input, Call call) {
        InlinePolicies.put(
                tables.users,
                User.KIND,
                InlinePolicies.USER_SIZE,
                call.account(),
                input.userName(),
                input.policyName(),
                input.policyDocument());
        tables.lint(input.policyName(), input.policyDocument());
        return PutUserPolicyResponse.builder().build();
    }
}
