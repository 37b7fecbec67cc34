package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.CreateSecretResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.services.secretsmanager.SecretTable.Value;
import dev.virga.wire.Op;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a secret, with its first version when the request has a value.
final class CreateSecret implements Operation<CreateSecretRequest, CreateSecretResponse> {
    private final SecretTable secrets;
    private final NewVersion versions;
    private final Replication replication;
    private final SecureRandom random = new SecureRandom();

    CreateSecret(SecretTable secrets, NewVersion versions, Replication replication) {
        this.secrets = secrets;
        this.versions = versions;
        this.replication = replication;
    }

    @Override
    public Op<CreateSecretRequest, CreateSecretResponse> op() {
        return SecretsmanagerOps.CreateSecret;
    }

    @Override
    public List<Access> access(CreateSecretRequest input, Call call) {
        List<String> actions = new ArrayList<>(List.of("CreateSecret"));
        if (input.tags() != null && !input.tags().isEmpty()) {
            actions.add("TagResource");
        }
        if (input.addReplicaRegions() != null) {
            actions.add("ReplicateSecretToRegions");
        }
        return SecretAccess.create(
                actions,
                input.name(),
                new SecretAccess.Keys()
                        .with("Description", input.description())
                        .with("KmsKeyId", input.kmsKeyId())
                        .with("Type", input.type())
                        .with("ForceOverwriteReplicaSecret", input.forceOverwriteReplicaSecret())
                        .all("AddReplicaRegions", Replication.regions(input.addReplicaRegions()))
                        .requested(input.tags()),
                call);
    }

    @Override
    public CreateSecretResponse handle(CreateSecretRequest input, Call call) {
        if (input.type() != null) {
            throw SecretErrors.notImplemented("CreateSecret", "Type");
        }
        SecretName.check(input.name());
        SecretValue value = SecretValue.of(input.secretString(), input.secretBinary());
        Place place = Place.of(call);
        Found there = secrets.find(place, input.name());
        if (there != null) {
            return existing(there, input, value, call);
        }
        long now = call.time().toEpochMilli();
        Secret secret = new Secret(
                input.name(),
                SecretName.suffix(random),
                input.description(),
                emptyToNull(input.kmsKeyId()),
                null,
                new Secret.Dates(now, now, null, null, null),
                SecretTags.add(Map.of(), input.tags()),
                Rotation.NONE,
                List.of(),
                Versions.NONE);
        String id = value == null ? null : NewVersion.id(input.clientRequestToken());
        List<Value> values = List.of();
        if (value != null && id != null) {
            SecretVersion first = new SecretVersion(id, List.of(), now, null, secret.keyId(), true);
            secret = secret.with(Versions.NONE.with(first, now).label(id, List.of(Versions.CURRENT)));
            values = versions.values(call, place, secret, id, value);
        }
        boolean made = secrets.create(place, secret, values);
        Found found = secrets.find(place, input.name());
        if (!made || found == null) {
            throw SecretErrors.exists(input.name());
        }
        if (input.addReplicaRegions() != null) {
            found = replication.add(
                    call,
                    found.arn(),
                    input.addReplicaRegions(),
                    Boolean.TRUE.equals(input.forceOverwriteReplicaSecret()));
        }
        return answer(found, id);
    }

    static @Nullable String emptyToNull(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private CreateSecretResponse existing(
            Found there, CreateSecretRequest input, @Nullable SecretValue value, Call call) {
        if (there.secret().deleted()) {
            throw SecretErrors.request(
                    "You can't create this secret because a secret with this name is already scheduled for deletion.");
        }
        String token = input.clientRequestToken();
        SecretVersion version = token == null ? null : there.secret().versions().find(token);
        boolean same = there.copy() == null
                && version != null
                && version.filled()
                && value != null
                && value.equals(versions.read(call, there, version));
        if (!same) {
            throw SecretErrors.exists(input.name());
        }
        return answer(there, token);
    }

    private static CreateSecretResponse answer(Found found, @Nullable String versionId) {
        return CreateSecretResponse.builder()
                .arn(found.arn())
                .name(found.secret().name())
                .versionId(versionId)
                .replicationStatus(Replication.status(found.secret()))
                .build();
    }
}
