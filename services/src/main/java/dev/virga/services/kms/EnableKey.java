package dev.virga.services.kms;

import dev.virga.api.kms.EnableKeyRequest;
import dev.virga.api.kms.EnableKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Makes a disabled key usable again.
final class EnableKey implements Operation<EnableKeyRequest, EnableKeyResponse> {
    private final Parts kms;

    EnableKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<EnableKeyRequest, EnableKeyResponse> op() {
        return KmsOps.EnableKey;
    }

    @Override
    public List<Access> access(EnableKeyRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "EnableKey", call);
    }

    @Override
    public EnableKeyResponse handle(EnableKeyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        kms.lifecycle().enable(key, call.time());
        return EnableKeyResponse.builder().build();
    }
}
