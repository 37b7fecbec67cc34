package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.RemoveRegionsFromReplicationRequest;
import dev.virga.api.secretsmanager.RemoveRegionsFromReplicationResponse;
import dev.virga.api.secretsmanager.ReplicationStatusType;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.services.secretsmanager.SecretTable.Found;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes copies in other regions.
final class RemoveRegionsFromReplication
        implements Operation<RemoveRegionsFromReplicationRequest, RemoveRegionsFromReplicationResponse> {
    private final Replication replication;
    private final SecretAccess access;

    RemoveRegionsFromReplication(Replication replication, SecretAccess access) {
        this.replication = replication;
        this.access = access;
    }

    @Override
    public Op<RemoveRegionsFromReplicationRequest, RemoveRegionsFromReplicationResponse> op() {
        return SecretsmanagerOps.RemoveRegionsFromReplication;
    }

    @Override
    public List<Access> access(RemoveRegionsFromReplicationRequest input, Call call) {
        return access.secret("RemoveRegionsFromReplication", input.secretId(), call);
    }

    @Override
    public RemoveRegionsFromReplicationResponse handle(RemoveRegionsFromReplicationRequest input, Call call) {
        Found found = replication.remove(call, input.secretId(), input.removeReplicaRegions());
        List<ReplicationStatusType> status = Replication.status(found.secret());
        return RemoveRegionsFromReplicationResponse.builder()
                .arn(found.arn())
                .replicationStatus(status == null ? List.of() : status)
                .build();
    }
}
