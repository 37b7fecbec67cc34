package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.RestoreSecretRequest;
import dev.virga.api.secretsmanager.RestoreSecretResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Takes back a deletion that is not carried out yet.
final class RestoreSecret implements Operation<RestoreSecretRequest, RestoreSecretResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    RestoreSecret(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<RestoreSecretRequest, RestoreSecretResponse> op() {
        return SecretsmanagerOps.RestoreSecret;
    }

    @Override
    public List<Access> access(RestoreSecretRequest input, Call call) {
        return access.secret("RestoreSecret", input.secretId(), call);
    }

    @Override
    public RestoreSecretResponse handle(RestoreSecretRequest input, Call call) {
        Found found = secrets.change(call, input.secretId(), secrets::get, secret -> {
            if (secret.copy() != null) {
                throw SecretErrors.replica();
            }
            Secret.Dates dates = secret.secret().dates();
            return secret.secret().deleted()
                    ? Change.to(rotating(secret.secret().with(dates.deleted(null, null)), call))
                    : null;
        });
        return RestoreSecretResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .build();
    }

    /// Goes on with the schedule.
    private static Secret rotating(Secret secret, Call call) {
        Rotation rotation = secret.rotation();
        return rotation.enabled() ? secret.with(rotation.at(Rotations.next(rotation, call.time()))) : secret;
    }
}
