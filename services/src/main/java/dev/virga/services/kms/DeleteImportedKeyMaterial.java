package dev.virga.services.kms;

import dev.virga.api.kms.DeleteImportedKeyMaterialRequest;
import dev.virga.api.kms.DeleteImportedKeyMaterialResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes the secret; the key waits for the same one to come again.
final class DeleteImportedKeyMaterial
        implements Operation<DeleteImportedKeyMaterialRequest, DeleteImportedKeyMaterialResponse> {
    private final Parts kms;

    DeleteImportedKeyMaterial(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<DeleteImportedKeyMaterialRequest, DeleteImportedKeyMaterialResponse> op() {
        return KmsOps.DeleteImportedKeyMaterial;
    }

    @Override
    public List<Access> access(DeleteImportedKeyMaterialRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        return kms.permissions().on(named, "DeleteImportedKeyMaterial", call);
    }

    @Override
    public DeleteImportedKeyMaterialResponse handle(DeleteImportedKeyMaterialRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Imports.check(key);
        Material gone = kms.imports().delete(kms, key, input.keyMaterialId());
        return DeleteImportedKeyMaterialResponse.builder()
                .keyId(key.arn())
                .keyMaterialId(gone == null || !key.isSymmetric() ? null : gone.id())
                .build();
    }
}
