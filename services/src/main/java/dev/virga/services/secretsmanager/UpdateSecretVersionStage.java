package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.UpdateSecretVersionStageRequest;
import dev.virga.api.secretsmanager.UpdateSecretVersionStageResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Moves a staging label to another version, or takes it away.
final class UpdateSecretVersionStage
        implements Operation<UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;

    UpdateSecretVersionStage(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<UpdateSecretVersionStageRequest, UpdateSecretVersionStageResponse> op() {
        return SecretsmanagerOps.UpdateSecretVersionStage;
    }

    @Override
    public List<Access> access(UpdateSecretVersionStageRequest input, Call call) {
        SecretAccess.Keys keys = new SecretAccess.Keys().with("VersionStage", input.versionStage());
        return access.secret("UpdateSecretVersionStage", input.secretId(), keys, call);
    }

    @Override
    public UpdateSecretVersionStageResponse handle(UpdateSecretVersionStageRequest input, Call call) {
        String to = input.moveToVersionId();
        String from = input.removeFromVersionId();
        if (to == null && from == null) {
            throw SecretErrors.parameter("You must specify MoveToVersionId, RemoveFromVersionId, or both.");
        }
        Found found = secrets.change(call, input.secretId(), secrets::primary, secret -> {
            Versions versions = secret.secret().versions();
            check(versions, input.versionStage(), from, to);
            Secret after = secret.secret().with(versions.move(input.versionStage(), to));
            return Change.to(after.changed(call.time().toEpochMilli()));
        });
        return UpdateSecretVersionStageResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .build();
    }

    private static void check(Versions versions, String stage, @Nullable String from, @Nullable String to) {
        if ((to != null && versions.find(to) == null) || (from != null && versions.find(from) == null)) {
            throw SecretErrors.noVersion();
        }
        if (to == null && stage.equals(Versions.CURRENT)) {
            throw SecretErrors.parameter("You can only move staging label AWSCURRENT to a different secret version."
                    + " It can\u2019t be completely removed.");
        }
        SecretVersion at = versions.at(stage);
        if (from == null && at != null && !at.id().equals(to)) {
            throw SecretErrors.parameter("The parameter RemoveFromVersionId can't be empty. Staging label " + stage
                    + " is currently attached to version " + at.id()
                    + ", so you must explicitly reference that version in RemoveFromVersionId.");
        }
        if (from != null && (at == null || !at.id().equals(from))) {
            throw SecretErrors.parameter("The parameter RemoveFromVersionId is not valid. Staging label " + stage
                    + (at == null
                            ? " is not attached to any version."
                            : " is currently attached to version " + at.id() + "."));
        }
    }
}
