package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.ReplicateSecretToRegionsRequest;
import dev.virga.api.secretsmanager.ReplicateSecretToRegionsResponse;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Copies a secret to other regions.
final class ReplicateSecretToRegions
        implements Operation<ReplicateSecretToRegionsRequest, ReplicateSecretToRegionsResponse> {
    private final Replication replication;
    private final SecretAccess access;

    ReplicateSecretToRegions(Replication replication, SecretAccess access) {
        this.replication = replication;
        this.access = access;
    }

    @Override
    public Op<ReplicateSecretToRegionsRequest, ReplicateSecretToRegionsResponse> op() {
        return SecretsmanagerOps.ReplicateSecretToRegions;
    }

    @Override
    public List<Access> access(ReplicateSecretToRegionsRequest input, Call call) {
        SecretAccess.Keys keys = new SecretAccess.Keys()
                .with("ForceOverwriteReplicaSecret", input.forceOverwriteReplicaSecret())
                .all("AddReplicaRegions", Replication.regions(input.addReplicaRegions()));
        return access.secret("ReplicateSecretToRegions", input.secretId(), keys, call);
    }

    @Override
    public ReplicateSecretToRegionsResponse handle(ReplicateSecretToRegionsRequest input, Call call) {
        Found found = replication.add(
                call,
                input.secretId(),
                input.addReplicaRegions(),
                Boolean.TRUE.equals(input.forceOverwriteReplicaSecret()));
        return ReplicateSecretToRegionsResponse.builder()
                .arn(found.arn())
                .replicationStatus(Replication.status(found.secret()))
                .build();
    }
}
