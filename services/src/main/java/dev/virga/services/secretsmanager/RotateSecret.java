package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.RotateSecretRequest;
import dev.virga.api.secretsmanager.RotateSecretResponse;
import dev.virga.api.secretsmanager.RotationRulesType;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Sets how a secret is rotated, and rotates it.
final class RotateSecret implements Operation<RotateSecretRequest, RotateSecretResponse> {
    private final SecretTable secrets;
    private final SecretAccess access;
    private final Rotations rotations;

    RotateSecret(SecretTable secrets, SecretAccess access, Rotations rotations) {
        this.secrets = secrets;
        this.access = access;
        this.rotations = rotations;
    }

    @Override
    public Op<RotateSecretRequest, RotateSecretResponse> op() {
        return SecretsmanagerOps.RotateSecret;
    }

    @Override
    public List<Access> access(RotateSecretRequest input, Call call) {
        SecretAccess.Keys keys = new SecretAccess.Keys()
                .with("RotationLambdaARN", input.rotationLambdaARN())
                .with("ModifyRotationRules", input.rotationRules() == null ? null : "true")
                .with("RotateImmediately", input.rotateImmediately());
        List<Access> all = new ArrayList<>(access.secret("RotateSecret", input.secretId(), keys, call));
        if (given(input.rotationLambdaARN())) {
            all.add(Access.to("lambda:InvokeFunction", input.rotationLambdaARN()));
        }
        return all;
    }

    @Override
    public RotateSecretResponse handle(RotateSecretRequest input, Call call) {
        if (input.externalSecretRotationMetadata() != null || input.externalSecretRotationRoleArn() != null) {
            throw SecretErrors.notImplemented("RotateSecret", "external secrets");
        }
        Found before = secrets.primary(input.secretId(), call);
        Rotation wanted = wanted(before.secret().rotation(), input);
        rotations.checkFunction(before, wanted);
        String token = NewVersion.id(input.clientRequestToken());
        boolean now = !Boolean.FALSE.equals(input.rotateImmediately());
        Found found = secrets.change(
                call,
                input.secretId(),
                secrets::primary,
                secret ->
                        Change.to(begin(secret.secret(), wanted(secret.secret().rotation(), input), token, now, call)));
        SecretVersion pending = found.secret().versions().pending();
        if (before.secret().versions().pending() != null
                && pending != null
                && !pending.id().equals(token)) {
            throw SecretErrors.request("A previous rotation isn't complete. That rotation will be reattempted.");
        }
        return RotateSecretResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versionId(token)
                .build();
    }

    private static boolean given(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static Rotation wanted(Rotation now, RotateSecretRequest input) {
        String function = given(input.rotationLambdaARN()) ? input.rotationLambdaARN() : now.functionArn();
        if (function == null) {
            throw SecretErrors.request("No Lambda rotation function ARN is associated with this secret.");
        }
        RotationRulesType rules = input.rotationRules();
        if (rules == null) {
            return now.by(function, now.days(), now.expression(), now.duration());
        }
        Rotation rotation =
                now.by(function, rules.automaticallyAfterDays(), rules.scheduleExpression(), rules.duration());
        // Says what is wrong with the rules.
        RotationSchedule.of(rotation.days(), rotation.expression(), rotation.duration());
        return rotation;
    }

    /// With a version for the function to fill; a rotation that did not end is tried again.
    private static Secret begin(Secret secret, Rotation wanted, String token, boolean now, Call call) {
        long millis = call.time().toEpochMilli();
        SecretVersion pending = secret.versions().pending();
        Rotation rotation = wanted;
        Versions versions = secret.versions();
        if (pending == null) {
            if (versions.find(token) != null) {
                throw SecretErrors.parameter("ClientRequestToken " + token + " names a version that is there already.");
            }
            SecretVersion fresh = new SecretVersion(token, List.of(), millis, null, secret.keyId(), false);
            versions = versions.with(fresh, millis).label(token, List.of(Versions.PENDING));
            rotation = rotation.under(token, UUID.randomUUID().toString(), !now);
        } else if (!pending.id().equals(wanted.token())) {
            rotation = rotation.under(pending.id(), UUID.randomUUID().toString(), false);
        }
        return secret.with(versions).with(rotation.at(millis)).changed(millis);
    }
}
