package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.UpdateAliasRequest;
import dev.virga.api.kms.UpdateAliasResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Points an alias to another key of the same kind and use.
final class UpdateAlias implements Operation<UpdateAliasRequest, UpdateAliasResponse> {
    private final Parts kms;

    UpdateAlias(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<UpdateAliasRequest, UpdateAliasResponse> op() {
        return KmsOps.UpdateAlias;
    }

    @Override
    public List<Access> access(UpdateAliasRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.targetKeyId());
        List<Access> needed = new ArrayList<>();
        needed.add(Aliases.access("UpdateAlias", input.aliasName(), call));
        needed.add(kms.permissions().one(named, "UpdateAlias", call, Conditions.of(named, call)));
        KmsKey before = Aliases.find(kms.table(), input.aliasName(), call);
        if (before != null) {
            Keys.Named old = Keys.Named.of(before);
            needed.add(kms.permissions().one(old, "UpdateAlias", call, Conditions.of(old, call)));
        }
        return needed;
    }

    @Override
    public UpdateAliasResponse handle(UpdateAliasRequest input, Call call) {
        Aliases.checkName(input.aliasName());
        KmsKey key = kms.keys().authorized(input, call, input.targetKeyId());
        Aliases.update(kms.table(), key, input.aliasName(), call);
        return UpdateAliasResponse.builder().build();
    }
}
