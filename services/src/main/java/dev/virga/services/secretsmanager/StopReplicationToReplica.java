package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.secretsmanager.StopReplicationToReplicaRequest;
import dev.virga.api.secretsmanager.StopReplicationToReplicaResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a copy a secret of its own.
final class StopReplicationToReplica
        implements Operation<StopReplicationToReplicaRequest, StopReplicationToReplicaResponse> {
    private final Replication replication;
    private final SecretAccess access;

    StopReplicationToReplica(Replication replication, SecretAccess access) {
        this.replication = replication;
        this.access = access;
    }

    @Override
    public Op<StopReplicationToReplicaRequest, StopReplicationToReplicaResponse> op() {
        return SecretsmanagerOps.StopReplicationToReplica;
    }

    @Override
    public List<Access> access(StopReplicationToReplicaRequest input, Call call) {
        return access.secret("StopReplicationToReplica", input.secretId(), call);
    }

    @Override
    public StopReplicationToReplicaResponse handle(StopReplicationToReplicaRequest input, Call call) {
        return StopReplicationToReplicaResponse.builder()
                .arn(replication.promote(call, input.secretId()))
                .build();
    }
}
