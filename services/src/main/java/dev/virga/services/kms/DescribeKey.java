package dev.virga.services.kms;

import dev.virga.api.kms.DescribeKeyRequest;
import dev.virga.api.kms.DescribeKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows a key. One that a service would make on first use is made now.
final class DescribeKey implements Operation<DescribeKeyRequest, DescribeKeyResponse> {
    private final Parts kms;

    DescribeKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DescribeKeyRequest, DescribeKeyResponse> op() {
        return KmsOps.DescribeKey;
    }

    @Override
    public List<Access> access(DescribeKeyRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        return kms.permissions().on(named, "DescribeKey", call);
    }

    @Override
    public DescribeKeyResponse handle(DescribeKeyRequest input, Call call) {
        kms.tokens().check(input.grantTokens());
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        return DescribeKeyResponse.builder()
                .keyMetadata(Metadata.of(key, kms.table().findMaterial(key, key.material())))
                .build();
    }
}
