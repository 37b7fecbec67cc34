package dev.virga.services.iam;

import dev.virga.api.iam.CreateAccountAliasRequest;
import dev.virga.api.iam.CreateAccountAliasResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Names the account; a name that it had before is given up.
final class CreateAccountAlias implements Operation<CreateAccountAliasRequest, CreateAccountAliasResponse> {
    private final Tables tables;

    CreateAccountAlias(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<CreateAccountAliasRequest, CreateAccountAliasResponse> op() {
        return IamOps.CreateAccountAlias;
    }

    @Override
    public List<Access> access(CreateAccountAliasRequest input, Call call) {
        return List.of(Access.to("iam:CreateAccountAlias", "*"));
    }

    @Override
    public CreateAccountAliasResponse handle(CreateAccountAliasRequest input, Call call) {
        String alias = input.accountAlias();
        if (alias.equals(tables.accounts.alias(call.account()))) {
            return CreateAccountAliasResponse.builder().build();
        }
        if (!tables.accounts.setAlias(call.account(), alias)) {
            throw IamErrors.taken("The account alias " + alias + " already exists.");
        }
        return CreateAccountAliasResponse.builder().build();
    }
}
