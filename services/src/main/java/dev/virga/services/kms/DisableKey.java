package dev.virga.services.kms;

import dev.virga.api.kms.DisableKeyRequest;
import dev.virga.api.kms.DisableKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Keeps a key from being used, from the next request on.
final class DisableKey implements Operation<DisableKeyRequest, DisableKeyResponse> {
    private final Parts kms;

    DisableKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DisableKeyRequest, DisableKeyResponse> op() {
        return KmsOps.DisableKey;
    }

    @Override
    public List<Access> access(DisableKeyRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "DisableKey", call);
    }

    @Override
    public DisableKeyResponse handle(DisableKeyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.table().change(key, now -> switch (now.state()) {
            case ENABLED, DISABLED -> now.withState(KeyState.DISABLED);
            case PENDING_DELETION, PENDING_REPLICA_DELETION, PENDING_IMPORT -> throw KmsErrors.invalidState(now);
        });
        return DisableKeyResponse.builder().build();
    }
}
