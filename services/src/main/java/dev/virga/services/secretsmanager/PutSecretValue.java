package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.PutSecretValueRequest;
import dev.virga.api.secretsmanager.PutSecretValueResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Gives a secret another version.
final class PutSecretValue implements Operation<PutSecretValueRequest, PutSecretValueResponse> {
    private final SecretTable secrets;
    private final NewVersion versions;
    private final SecretAccess access;

    PutSecretValue(SecretTable secrets, NewVersion versions, SecretAccess access) {
        this.secrets = secrets;
        this.versions = versions;
        this.access = access;
    }

    @Override
    public Op<PutSecretValueRequest, PutSecretValueResponse> op() {
        return SecretsmanagerOps.PutSecretValue;
    }

    @Override
    public List<Access> access(PutSecretValueRequest input, Call call) {
        return access.secret("PutSecretValue", input.secretId(), call);
    }

    @Override
    public PutSecretValueResponse handle(PutSecretValueRequest input, Call call) {
        SecretValue value = SecretValue.of(input.secretString(), input.secretBinary());
        if (value == null) {
            throw SecretErrors.request("You must provide either SecretString or SecretBinary.");
        }
        List<String> stages = input.versionStages() == null ? List.of(Versions.CURRENT) : input.versionStages();
        String id = NewVersion.id(input.clientRequestToken());
        Found found = secrets.change(call, input.secretId(), secrets::primary, secret -> {
            String proof = input.rotationToken();
            if (proof != null && !proof.equals(secret.secret().rotation().proof())) {
                throw SecretErrors.parameter("The RotationToken is not that of the rotation under way.");
            }
            return versions.change(call, secret, id, value, stages);
        });
        SecretVersion version = found.secret().versions().find(id);
        return PutSecretValueResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versionId(id)
                .versionStages(version == null ? List.of() : version.stages())
                .build();
    }
}
