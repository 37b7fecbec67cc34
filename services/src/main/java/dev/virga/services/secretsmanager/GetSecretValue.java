package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.GetSecretValueRequest;
import dev.virga.api.secretsmanager.GetSecretValueResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Answers a secret's value.
final class GetSecretValue implements Operation<GetSecretValueRequest, GetSecretValueResponse> {
    private final SecretTable secrets;
    private final NewVersion versions;
    private final SecretAccess access;

    GetSecretValue(SecretTable secrets, NewVersion versions, SecretAccess access) {
        this.secrets = secrets;
        this.versions = versions;
        this.access = access;
    }

    @Override
    public Op<GetSecretValueRequest, GetSecretValueResponse> op() {
        return SecretsmanagerOps.GetSecretValue;
    }

    @Override
    public List<Access> access(GetSecretValueRequest input, Call call) {
        String stage =
                input.versionStage() == null && input.versionId() == null ? Versions.CURRENT : input.versionStage();
        SecretAccess.Keys keys =
                new SecretAccess.Keys().with("VersionId", input.versionId()).with("VersionStage", stage);
        return access.secret("GetSecretValue", input.secretId(), keys, call);
    }

    @Override
    public GetSecretValueResponse handle(GetSecretValueRequest input, Call call) {
        Found found = secrets.live(input.secretId(), call);
        SecretVersion version = version(found.secret(), input.versionId(), input.versionStage());
        SecretValue value = versions.read(call, found, version);
        long today = NewVersion.day(call.time().toEpochMilli());
        Long accessed =
                found.copy() == null ? version.accessedDay() : found.copy().accessedDay();
        if (accessed == null || accessed != today) {
            secrets.accessed(found, version.id(), today);
        }
        return GetSecretValueResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versionId(version.id())
                .secretString(value.text())
                .secretBinary(value.binary())
                .versionStages(version.stages())
                .createdDate(Instant.ofEpochMilli(version.createdMillis()))
                .build();
    }

    /// The version that a request means.
    private static SecretVersion version(Secret secret, @Nullable String id, @Nullable String stage) {
        if (id == null) {
            String wanted = stage == null ? Versions.CURRENT : stage;
            SecretVersion version = secret.versions().at(wanted);
            if (version == null) {
                throw SecretErrors.noValueAt(wanted);
            }
            return version;
        }
        SecretVersion version = secret.versions().find(id);
        if (version == null) {
            throw SecretErrors.noValueOf(id);
        }
        if (stage != null && !version.stages().contains(stage)) {
            throw SecretErrors.request("You provided a VersionStage that is not associated to the provided VersionId.");
        }
        return version;
    }
}
