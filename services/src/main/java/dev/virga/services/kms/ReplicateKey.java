package dev.virga.services.kms;

import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.ReplicateKeyRequest;
import dev.virga.api.kms.ReplicateKeyResponse;
import dev.virga.api.kms.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Makes the same key in another region: same id, same material, a policy of its own.
final class ReplicateKey implements Operation<ReplicateKeyRequest, ReplicateKeyResponse> {
    private final Parts kms;

    ReplicateKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ReplicateKeyRequest, ReplicateKeyResponse> op() {
        return KmsOps.ReplicateKey;
    }

    @Override
    public List<Access> access(ReplicateKeyRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call).and("kms:ReplicaRegion", input.replicaRegion());
        List<Access> needed = new ArrayList<>(kms.permissions().on(named, "ReplicateKey", call, conditions));
        needed.add(Access.to("kms:CreateKey", "*")
                .withConditions(Conditions.of(call).toMap()));
        return needed;
    }

    @Override
    public ReplicateKeyResponse handle(ReplicateKeyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        KmsKey replica = Replicas.make(kms, key, input, call);
        return ReplicateKeyResponse.builder()
                .replicaKeyMetadata(Metadata.of(replica, kms.table().findMaterial(replica, replica.material())))
                .replicaPolicy(kms.principals().shown(replica.policy()))
                .replicaTags(replica.tags().entrySet().stream()
                        .map(tag -> Tag.builder()
                                .tagKey(tag.getKey())
                                .tagValue(tag.getValue())
                                .build())
                        .toList())
                .build();
    }
}
