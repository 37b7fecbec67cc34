package dev.virga.services.iam;

import dev.virga.api.iam.GetSSHPublicKeyRequest;
import dev.virga.api.iam.GetSSHPublicKeyResponse;
import dev.virga.api.iam.IamOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a public key of a user, as OpenSSH writes it or in PEM.
final class GetSSHPublicKey implements Operation<GetSSHPublicKeyRequest, GetSSHPublicKeyResponse> {
    private final Tables tables;

    GetSSHPublicKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<GetSSHPublicKeyRequest, GetSSHPublicKeyResponse> op() {
        return IamOps.GetSSHPublicKey;
    }

    @Override
    public List<Access> access(GetSSHPublicKeyRequest input, Call call) {
        return List.of(tables.onUser("GetSSHPublicKey", call, input.userName()));
    }

    @Override
    public GetSSHPublicKeyResponse handle(GetSSHPublicKeyRequest input, Call call) {
        SshPublicKey key = tables.sshKeys.of(call.account(), input.userName(), input.sshPublicKeyId());
        return GetSSHPublicKeyResponse.builder()
                .sshPublicKey(key.shape(input.encoding()))
                .build();
    }
}
