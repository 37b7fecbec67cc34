package dev.virga.services.kms;

import dev.virga.api.kms.CancelKeyDeletionRequest;
import dev.virga.api.kms.CancelKeyDeletionResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Keeps a key after all. It is disabled then.
final class CancelKeyDeletion implements Operation<CancelKeyDeletionRequest, CancelKeyDeletionResponse> {
    private final Parts kms;

    CancelKeyDeletion(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<CancelKeyDeletionRequest, CancelKeyDeletionResponse> op() {
        return KmsOps.CancelKeyDeletion;
    }

    @Override
    public List<Access> access(CancelKeyDeletionRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "CancelKeyDeletion", call);
    }

    @Override
    public CancelKeyDeletionResponse handle(CancelKeyDeletionRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.table().change(key, now -> {
            if (now.deletion() == null) {
                throw KmsErrors.notPendingDeletion(now);
            }
            return now.withDeletion(now.material() == 0 ? KeyState.PENDING_IMPORT : KeyState.DISABLED, null);
        });
        return CancelKeyDeletionResponse.builder().keyId(key.arn()).build();
    }
}
