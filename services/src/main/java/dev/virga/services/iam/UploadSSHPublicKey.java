package dev.virga.services.iam;

import dev.virga.api.iam.DuplicateSSHPublicKeyException;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.UploadSSHPublicKeyRequest;
import dev.virga.api.iam.UploadSSHPublicKeyResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes a public key of a user.
final class UploadSSHPublicKey implements Operation<UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse> {
    private final Tables tables;

    UploadSSHPublicKey(Tables tables) {
        this.tables = tables;
    }

    @Override
    public Op<UploadSSHPublicKeyRequest, UploadSSHPublicKeyResponse> op() {
        return IamOps.UploadSSHPublicKey;
    }

    @Override
    public List<Access> access(UploadSSHPublicKeyRequest input, Call call) {
        return List.of(tables.onUser("UploadSSHPublicKey", call, input.userName()));
    }

    @Override
    public UploadSSHPublicKeyResponse handle(UploadSSHPublicKeyRequest input, Call call) {
        String body = SshKeyText.parse(input.sshPublicKeyBody()).openSsh();
        SshPublicKey key = new SshPublicKey(
                call.account(), input.userName(), tables.ids.id(Ids.PUBLIC_KEY), body, true, tables.now());
        tables.sshKeys.add(key, others -> {
            if (others.stream().anyMatch(other -> other.body().equals(body))) {
                throw new DuplicateSSHPublicKeyException(
                        "The SSH public key is already associated with the specified IAM user.");
            }
            if (others.size() >= SshPublicKey.PER_USER) {
                throw IamErrors.quota("SSHPublicKeysPerUser", SshPublicKey.PER_USER);
            }
        });
        return UploadSSHPublicKeyResponse.builder()
                .sshPublicKey(key.shape("SSH"))
                .build();
    }
}
