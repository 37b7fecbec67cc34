package dev.virga.services.iam;

import dev.virga.api.iam.DeleteAccessKeyRequest;
import dev.virga.api.iam.DeleteAccessKeyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Deletes an access key: whoever uses it is refused from now on.
final class DeleteAccessKey implements Operation<DeleteAccessKeyRequest, DeleteAccessKeyResponse> {
    private final Tables tables;

    DeleteAccessKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteAccessKeyRequest, DeleteAccessKeyResponse> op() {
        return IamOps.DeleteAccessKey;
    }

    @Override
    public List<Access> access(DeleteAccessKeyRequest input, Call call) {
        return List.of(tables.onUser("DeleteAccessKey", call, UserOfCall.name(input.userName(), call)));
    }

    @Override
    public DeleteAccessKeyResponse handle(DeleteAccessKeyRequest input, Call call) {
        String id = input.accessKeyId();
        tables.users.update(call.account(), UserOfCall.name(input.userName(), call), user -> {
            List<String> keys = new ArrayList<>(user.accessKeys());
            if (!keys.remove(id)) {
                throw IamErrors.noSuchAccessKey(id);
            }
            return new EntityTable.Change<>(user.withAccessKeys(keys), List.of(), tables.accessKeys.delete(id));
        });
        return DeleteAccessKeyResponse.builder().build();
    }
}
