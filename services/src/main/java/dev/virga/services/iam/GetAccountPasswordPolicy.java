package dev.virga.services.iam;

import dev.virga.api.iam.GetAccountPasswordPolicyRequest;
import dev.virga.api.iam.GetAccountPasswordPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PasswordPolicy;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows what passwords must be like.
final class GetAccountPasswordPolicy
        implements Operation<GetAccountPasswordPolicyRequest, GetAccountPasswordPolicyResponse> {
    private final Tables tables;

    GetAccountPasswordPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetAccountPasswordPolicyRequest, GetAccountPasswordPolicyResponse> op() {
        return IamOps.GetAccountPasswordPolicy;
    }

    @Override
    public List<Access> access(GetAccountPasswordPolicyRequest input, Call call) {
        return List.of(Access.to("iam:GetAccountPasswordPolicy", "*"));
    }

    @Override
    public GetAccountPasswordPolicyResponse handle(GetAccountPasswordPolicyRequest input, Call call) {
        PasswordPolicy policy = tables.accounts.passwordPolicy(call.account());
        if (policy == null) {
            throw IamErrors.noPasswordPolicy(call.account());
        }
        return GetAccountPasswordPolicyResponse.builder().passwordPolicy(policy).build();
    }
}
