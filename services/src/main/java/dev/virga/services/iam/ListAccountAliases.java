package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListAccountAliasesRequest;
import dev.virga.api.iam.ListAccountAliasesResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Lists the one name of the account, if it has one.
final class ListAccountAliases implements Operation<ListAccountAliasesRequest, ListAccountAliasesResponse> {
    private final Tables tables;

    ListAccountAliases(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<ListAccountAliasesRequest, ListAccountAliasesResponse> op() {
        return IamOps.ListAccountAliases;
    }

    @Override
    public List<Access> access(ListAccountAliasesRequest input, Call call) {
        return List.of(Access.to("iam:ListAccountAliases", "*"));
    }

    @Override
    public ListAccountAliasesResponse handle(ListAccountAliasesRequest input, Call call) {
        String alias = tables.accounts.alias(call.account());
        return ListAccountAliasesResponse.builder()
                .accountAliases(alias == null ? List.of() : List.of(alias))
                .isTruncated(false)
                .build();
    }
}
