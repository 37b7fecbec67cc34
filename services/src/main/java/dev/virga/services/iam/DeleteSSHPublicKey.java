package dev.virga.services.iam;

import dev.virga.api.iam.DeleteSSHPublicKeyRequest;
import dev.virga.api.iam.DeleteSSHPublicKeyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes a public key of a user.
final class DeleteSSHPublicKey implements Operation<DeleteSSHPublicKeyRequest, DeleteSSHPublicKeyResponse> {
    private final Tables tables;

    DeleteSSHPublicKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<DeleteSSHPublicKeyRequest, DeleteSSHPublicKeyResponse> op() {
        return IamOps.DeleteSSHPublicKey;
    }

    @Override
    public List<Access> access(DeleteSSHPublicKeyRequest input, Call call) {
        return List.of(tables.onUser("DeleteSSHPublicKey", call, input.userName()));
    }

    @Override
    public DeleteSSHPublicKeyResponse handle(DeleteSSHPublicKeyRequest input, Call call) {
        tables.sshKeys.remove(call.account(), input.userName(), input.sshPublicKeyId());
        return DeleteSSHPublicKeyResponse.builder().build();
    }
}
