package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.UpdateSecretRequest;
import dev.virga.api.secretsmanager.UpdateSecretResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.services.secretsmanager.SecretTable.Value;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Changes what describes a secret, its key, and its value.
final class UpdateSecret implements Operation<UpdateSecretRequest, UpdateSecretResponse> {
    private final SecretTable secrets;
    private final NewVersion versions;
    private final SecretAccess access;

    UpdateSecret(SecretTable secrets, NewVersion versions, SecretAccess access) {
        this.secrets = secrets;
        this.versions = versions;
        this.access = access;
    }

    @Override
    public Op<UpdateSecretRequest, UpdateSecretResponse> op() {
        return SecretsmanagerOps.UpdateSecret;
    }

    @Override
    public List<Access> access(UpdateSecretRequest input, Call call) {
        SecretAccess.Keys keys =
                new SecretAccess.Keys().with("Description", input.description()).with("KmsKeyId", input.kmsKeyId());
        return access.secret("UpdateSecret", input.secretId(), keys, call);
    }

    @Override
    public UpdateSecretResponse handle(UpdateSecretRequest input, Call call) {
        if (input.type() != null) {
            throw SecretErrors.notImplemented("UpdateSecret", "Type");
        }
        SecretValue value = SecretValue.of(input.secretString(), input.secretBinary());
        String id = value == null ? null : NewVersion.id(input.clientRequestToken());
        Found found = secrets.change(
                call, input.secretId(), secrets::primary, secret -> change(input, call, secret, id, value));
        return UpdateSecretResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versionId(id)
                .build();
    }

    private Change change(
            UpdateSecretRequest input, Call call, Found found, @Nullable String id, @Nullable SecretValue value) {
        Secret secret = found.secret().changed(call.time().toEpochMilli());
        if (input.description() != null) {
            secret = secret.describedAs(input.description());
        }
        List<Value> values = new ArrayList<>();
        if (input.kmsKeyId() != null) {
            String key = CreateSecret.emptyToNull(input.kmsKeyId());
            if (!java.util.Objects.equals(key, secret.keyId())) {
                secret = sealAgain(call, found, secret.withKey(key), values);
            }
        }
        if (value == null || id == null) {
            return new Change(secret, values);
        }
        Found changed = new Found(found.place(), secret, found.row(), null);
        Change with = versions.change(call, changed, id, value, List.of(Versions.CURRENT));
        if (with == null) {
            return new Change(secret, values);
        }
        values.addAll(with.values());
        return new Change(with.secret(), values);
    }

    /// Versions with labels are encrypted again under the new key, as AWS does.
    private Secret sealAgain(Call call, Found found, Secret secret, List<Value> values) {
        Secret after = secret;
        for (SecretVersion version : secret.versions().all()) {
            if (version.filled() && !version.stages().isEmpty()) {
                SecretValue plain = versions.read(call, found, version);
                values.add(versions.sealed(call, found.place(), secret, version.id(), secret.keyId(), plain));
                after = after.with(after.versions().change(version.id(), v -> v.filledWith(secret.keyId())));
            }
        }
        return after;
    }
}
