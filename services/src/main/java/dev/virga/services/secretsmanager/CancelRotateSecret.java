package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.CancelRotateSecretRequest;
import dev.virga.api.secretsmanager.CancelRotateSecretResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Ends the rotation of a secret, also one that is under way.
final class CancelRotateSecret implements Operation<CancelRotateSecretRequest, CancelRotateSecretResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    CancelRotateSecret(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<CancelRotateSecretRequest, CancelRotateSecretResponse> op() {
        return SecretsmanagerOps.CancelRotateSecret;
    }

    @Override
    public List<Access> access(CancelRotateSecretRequest input, Call call) {
        return access.secret("CancelRotateSecret", input.secretId(), call);
    }

    @Override
    public CancelRotateSecretResponse handle(CancelRotateSecretRequest input, Call call) {
        Found found = secrets.change(
                call,
                input.secretId(),
                secrets::primary,
                secret -> Change.to(
                        secret.secret().with(secret.secret().rotation().off())));
        SecretVersion pending = found.secret().versions().pending();
        return CancelRotateSecretResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versionId(pending == null ? null : pending.id())
                .build();
    }
}
