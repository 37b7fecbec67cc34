package dev.virga.services.kms;

import dev.virga.api.kms.DeleteAliasRequest;
import dev.virga.api.kms.DeleteAliasResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Removes an alias. Its key stays.
final class DeleteAlias implements Operation<DeleteAliasRequest, DeleteAliasResponse> {
    private final Parts kms;

    DeleteAlias(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DeleteAliasRequest, DeleteAliasResponse> op() {
        return KmsOps.DeleteAlias;
    }

    @Override
    public List<Access> access(DeleteAliasRequest input, Call call) {
        List<Access> needed = new ArrayList<>();
        needed.add(Aliases.access("DeleteAlias", input.aliasName(), call));
        KmsKey key = Aliases.find(kms.table(), input.aliasName(), call);
        if (key != null) {
            Keys.Named named = Keys.Named.of(key);
            needed.add(kms.permissions().one(named, "DeleteAlias", call, Conditions.of(named, call)));
        }
        return needed;
    }

    @Override
    public DeleteAliasResponse handle(DeleteAliasRequest input, Call call) {
        Aliases.checkName(input.aliasName());
        Aliases.delete(kms.table(), input.aliasName(), call);
        return DeleteAliasResponse.builder().build();
    }
}
