package dev.virga.services.kms;

import dev.virga.api.kms.GetPublicKeyRequest;
import dev.virga.api.kms.GetPublicKeyResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// The public half of a key pair.
final class GetPublicKey implements Operation<GetPublicKeyRequest, GetPublicKeyResponse> {
    private final Parts kms;

    GetPublicKey(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<GetPublicKeyRequest, GetPublicKeyResponse> op() {
        return KmsOps.GetPublicKey;
    }

    @Override
    public List<Access> access(GetPublicKeyRequest input, Call call) {
        Keys.Named named = kms.keys().find(input, call, input.keyId());
        return kms.permissions().on(named, "GetPublicKey", call);
    }

    @Override
    public GetPublicKeyResponse handle(GetPublicKeyRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());
        kms.tokens().check(input.grantTokens());

        if (!key.spec().isAsymmetric()) {
            throw KmsErrors.unsupported(
                    key.arn() + " key spec is " + key.spec() + " which is not valid for GetPublicKey.");
        }
        Uses.check(key, key.usage(), "GetPublicKey");
        Material material = kms.table().findMaterial(key, key.material());
        if (material == null) {
            throw new IllegalStateException(key.arn() + " has no material");
        }
        return GetPublicKeyResponse.builder()
                .keyId(key.arn())
                .publicKey(material.publicKey())
                .customerMasterKeySpec(key.spec().name())
                .keySpec(key.spec().name())
                .keyUsage(key.usage().name())
                .encryptionAlgorithms(Uses.orNull(key.spec().encryptionAlgorithms(key.usage())))
                .signingAlgorithms(Uses.orNull(key.spec().signingAlgorithms(key.usage())))
                .keyAgreementAlgorithms(Uses.orNull(key.spec().keyAgreementAlgorithms(key.usage())))
                .build();
    }
}
