package dev.virga.services.kms;

import dev.virga.api.kms.CreateAliasRequest;
import dev.virga.api.kms.CreateAliasResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a key another name, unique in account and region.
final class CreateAlias implements Operation<CreateAliasRequest, CreateAliasResponse> {
    private final Parts kms;

    CreateAlias(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<CreateAliasRequest, CreateAliasResponse> op() {
        return KmsOps.CreateAlias;
    }

    @Override
    public List<Access> access(CreateAliasRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.targetKeyId());
        Access key = kms.permissions().one(named, "CreateAlias", call, Conditions.of(named, call));
        return List.of(Aliases.access("CreateAlias", input.aliasName(), call), key);
    }

    @Override
    public CreateAliasResponse handle(CreateAliasRequest input, Call call) {
        Aliases.checkName(input.aliasName());
        KmsKey key = kms.keys().authorized(input, call, input.targetKeyId());
        Aliases.create(kms.table(), key, input.aliasName(), call.time().toEpochMilli());
        return CreateAliasResponse.builder().build();
    }
}
