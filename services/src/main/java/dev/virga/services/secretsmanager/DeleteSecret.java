package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.DeleteSecretRequest;
import dev.virga.api.secretsmanager.DeleteSecretResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Change;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// Marks a secret for deletion, or deletes it at once.
final class DeleteSecret implements Operation<DeleteSecretRequest, DeleteSecretResponse> {
    private static final int MIN_DAYS = 7;
    private static final int MAX_DAYS = 30;
    private static final int DEFAULT_DAYS = 30;
    private static final int MAX_ATTEMPTS = 50;

    /// Ends the ARN of a secret that was not there.
    private static final String UNKNOWN = "000000";

    private final SecretTable secrets;
    private final SecretAccess access;

    DeleteSecret(SecretTable secrets, SecretAccess access) {
        this.secrets = secrets;
        this.access = access;
    }

    @Override
    public Op<DeleteSecretRequest, DeleteSecretResponse> op() {
        return SecretsmanagerOps.DeleteSecret;
    }

    @Override
    public List<Access> access(DeleteSecretRequest input, Call call) {
        SecretAccess.Keys keys = new SecretAccess.Keys()
                .with("ForceDeleteWithoutRecovery", input.forceDeleteWithoutRecovery())
                .with("RecoveryWindowInDays", input.recoveryWindowInDays());
        return access.secret("DeleteSecret", input.secretId(), keys, call);
    }

    @Override
    public DeleteSecretResponse handle(DeleteSecretRequest input, Call call) {
        boolean force = Boolean.TRUE.equals(input.forceDeleteWithoutRecovery());
        Long days = input.recoveryWindowInDays();
        if (force && days != null) {
            throw SecretErrors.parameter(
                    "You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays.");
        }
        if (days != null && (days < MIN_DAYS || days > MAX_DAYS)) {
            throw SecretErrors.parameter("The RecoveryWindowInDays value must be between " + MIN_DAYS + " and "
                    + MAX_DAYS + " days (inclusive).");
        }
        if (force) {
            return now(input.secretId(), call);
        }
        long gone = call.time()
                .plus(Duration.ofDays(days == null ? DEFAULT_DAYS : days))
                .toEpochMilli();
        Found found = secrets.change(call, input.secretId(), secrets::primary, secret -> {
            checkCopies(secret);
            Secret.Dates dates = secret.secret().dates();
            return Change.to(secret.secret()
                    .with(dates.deleted(call.time().toEpochMilli(), gone))
                    .with(secret.secret().rotation().at(null)));
        });
        return answer(found.arn(), found.secret().name(), Instant.ofEpochMilli(gone));
    }

    private static void checkCopies(Found found) {
        if (found.copy() != null) {
            throw SecretErrors.replica();
        }
        List<String> regions = found.secret().replicas().stream()
                .filter(Secret.Replica::inSync)
                .map(Secret.Replica::region)
                .toList();
        if (!regions.isEmpty()) {
            throw SecretErrors.request(
                    "You can't delete secret " + found.secret().name() + " that still has replica regions " + regions);
        }
    }

    /// What is gone already is no mistake, so that the request can be sent again.
    private DeleteSecretResponse now(String secretId, Call call) {
        SecretId id = SecretId.of(secretId, call);
        for (int i = 0; i < MAX_ATTEMPTS; i++) {
            Found found = secrets.find(id);
            if (found == null) {
                return answer(id.place().arn(id.name(), UNKNOWN), id.name(), call.time());
            }
            checkCopies(found);
            if (secrets.delete(found)) {
                return answer(found.arn(), found.secret().name(), call.time());
            }
        }
        throw SecretErrors.request("A concurrent change of the secret was under way. Try again.");
    }

    private static DeleteSecretResponse answer(String arn, String name, Instant gone) {
        return DeleteSecretResponse.builder()
                .arn(arn)
                .name(name)
                .deletionDate(gone)
                .build();
    }
}
