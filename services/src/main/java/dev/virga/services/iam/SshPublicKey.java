package dev.virga.services.iam;

import dev.virga.api.iam.SSHPublicKey;
import dev.virga.api.iam.SSHPublicKeyMetadata;
import java.time.Instant;

/// A user's key for git over SSH.
///
/// @param body as OpenSSH writes it, without a comment
record SshPublicKey(String account, String user, String id, String body, boolean active, Instant uploaded)
        implements UserCredential<SshPublicKey> {
    static final String KIND = "ssh-key";
    static final int PER_USER = 5;

    @Override
    public SshPublicKey withUser(String name) {
        return new SshPublicKey(account, name, id, body, active, uploaded);
    }

    @Override
    public SshPublicKey withActive(boolean now) {
        return new SshPublicKey(account, user, id, body, now, uploaded);
    }

    /// @param encoding `SSH` or `PEM`
    SSHPublicKey shape(String encoding) {
        SshKeyText key = SshKeyText.parse(body);
        return SSHPublicKey.builder()
                .userName(user)
                .sshPublicKeyId(id)
                .fingerprint(key.fingerprint())
                .sshPublicKeyBody(encoding.equals("PEM") ? key.pem() : key.openSsh())
                .status(UserCredential.status(active))
                .uploadDate(uploaded)
                .build();
    }

    SSHPublicKeyMetadata metadata() {
        return SSHPublicKeyMetadata.builder()
                .userName(user)
                .sshPublicKeyId(id)
                .status(UserCredential.status(active))
                .uploadDate(uploaded)
                .build();
    }
}
