package dev.virga.services.iam;

import dev.virga.api.iam.DeleteAccountPasswordPolicyRequest;
import dev.virga.api.iam.DeleteAccountPasswordPolicyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Back to what AWS demands of passwords by default.
final class DeleteAccountPasswordPolicy
        implements Operation<DeleteAccountPasswordPolicyRequest, DeleteAccountPasswordPolicyResponse> {
    private final Tables tables;

    DeleteAccountPasswordPolicy(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteAccountPasswordPolicyRequest, DeleteAccountPasswordPolicyResponse> op() {
        return IamOps.DeleteAccountPasswordPolicy;
    }

    @Override
    public List<Access> access(DeleteAccountPasswordPolicyRequest input, Call call) {
        return List.of(Access.to("iam:DeleteAccountPasswordPolicy", "*"));
    }

    @Override
    public DeleteAccountPasswordPolicyResponse handle(DeleteAccountPasswordPolicyRequest input, Call call) {
        if (tables.accounts.passwordPolicy(call.account()) == null) {
            throw IamErrors.noPasswordPolicy(call.account());
        }
        tables.accounts.removePasswordPolicy(call.account());
        return DeleteAccountPasswordPolicyResponse.builder().build();
    }
}
