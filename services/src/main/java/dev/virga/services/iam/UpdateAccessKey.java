package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateAccessKeyRequest;
import dev.virga.api.iam.UpdateAccessKeyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes an access key active or inactive.
final class UpdateAccessKey implements Operation<UpdateAccessKeyRequest, UpdateAccessKeyResponse> {
    private final Tables tables;

    UpdateAccessKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateAccessKeyRequest, UpdateAccessKeyResponse> op() {
        return IamOps.UpdateAccessKey;
    }

    @Override
    public List<Access> access(UpdateAccessKeyRequest input, Call call) {
        return List.of(tables.onUser("UpdateAccessKey", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public UpdateAccessKeyResponse handle(UpdateAccessKeyRequest input, Call call) {
        String id = input.accessKeyId();
        tables.users.update(call.account(), UserOfCall.name(input.userName(), call), user -> {
            AccessKeyTable.AccessKey key = user.accessKeys().contains(id) ? tables.accessKeys.find(id) : null;
            if (key == null) {
                throw IamErrors.noSuchAccessKey(id);
            }
            boolean active = input.status().equals("Active");
            return new EntityTable.Change<>(user, List.of(), List.of(tables.accessKeys.put(key.withActive(active))));
        });
        return UpdateAccessKeyResponse.builder().build();
    }
}
