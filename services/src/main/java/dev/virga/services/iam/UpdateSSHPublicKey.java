package dev.virga.services.iam;

import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UpdateSSHPublicKeyRequest;
import dev.virga.api.iam.UpdateSSHPublicKeyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Switches a public key of a user on or off.
final class UpdateSSHPublicKey implements Operation<UpdateSSHPublicKeyRequest, UpdateSSHPublicKeyResponse> {
    private final Tables tables;

    UpdateSSHPublicKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UpdateSSHPublicKeyRequest, UpdateSSHPublicKeyResponse> op() {
        return IamOps.UpdateSSHPublicKey;
    }

    @Override
    public List<Access> access(UpdateSSHPublicKeyRequest input, Call call) {
        return List.of(tables.onUser("UpdateSSHPublicKey", call, input.userName()));
    }

    @Override
    public UpdateSSHPublicKeyResponse handle(UpdateSSHPublicKeyRequest input, Call call) {
        boolean active = UserCredential.active(input.status());
        tables.sshKeys.change(call.account(), input.userName(), input.sshPublicKeyId(), key -> key.withActive(active));
        return UpdateSSHPublicKeyResponse.builder().build();
    }
}
