package dev.virga.services.iam;

import dev.virga.api.iam.GetUserPolicyRequest;
import dev.virga.api.iam.GetUserPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a policy that is part of a user.
final class GetUserPolicy implements Operation<GetUserPolicyRequest, GetUserPolicyResponse> {
    private final Tables tables;

    GetUserPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetUserPolicyRequest, GetUserPolicyResponse> op() {
        return IamOps.GetUserPolicy;
    }

    @Override
    public List<Access> access(GetUserPolicyRequest input, Call call) {
        return List.of(tables.onUser("GetUserPolicy", call, input.userName()));
    }

    @Override
    public GetUserPolicyResponse handle(GetUserPolicyRequest input, Call call) {
        User user = tables.users.get(call.account(), input.userName());
        String document = InlinePolicies.get(user, User.KIND, input.policyName());
        return GetUserPolicyResponse.builder()
                .userName(user.name())
                .policyName(input.policyName())
                .policyDocument(Documents.encode(document))
                .build();
    }
}
