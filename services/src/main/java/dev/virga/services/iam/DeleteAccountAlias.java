package dev.virga.services.iam;

import dev.virga.api.iam.DeleteAccountAliasRequest;
import dev.virga.api.iam.DeleteAccountAliasResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes the account's name away.
final class DeleteAccountAlias implements Operation<DeleteAccountAliasRequest, DeleteAccountAliasResponse> {
    private final Tables tables;

    DeleteAccountAlias(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteAccountAliasRequest, DeleteAccountAliasResponse> op() {
        return IamOps.DeleteAccountAlias;
    }

    @Override
    public List<Access> access(DeleteAccountAliasRequest input, Call call) {
        return List.of(Access.to("iam:DeleteAccountAlias", "*"));
    }

    @Override
    public DeleteAccountAliasResponse handle(DeleteAccountAliasRequest input, Call call) {
        if (!tables.accounts.removeAlias(call.account(), input.accountAlias())) {
            throw IamErrors.gone("The account alias " + input.accountAlias() + " cannot be found.");
        }
        return DeleteAccountAliasResponse.builder().build();
    }
}
