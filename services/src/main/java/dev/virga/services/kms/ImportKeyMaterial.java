package dev.virga.services.kms;

import dev.virga.api.kms.ImportKeyMaterialRequest;
import dev.virga.api.kms.ImportKeyMaterialResponse;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Brings a key's secret from outside. The same material may come again, other never.
final class ImportKeyMaterial implements Operation<ImportKeyMaterialRequest, ImportKeyMaterialResponse> {
    private final Parts kms;

    ImportKeyMaterial(Parts kms) {
        this.kms = kms;
    }

    @Override
    public Op<ImportKeyMaterialRequest, ImportKeyMaterialResponse> op() {
        return KmsOps.ImportKeyMaterial;
    }

    @Override
    public List<Access> access(ImportKeyMaterialRequest input, Call call) {
        Keys.Named named = kms.keys().findOwn(input, call, input.keyId());
        Conditions conditions = Conditions.of(named, call)
                .and("kms:ExpirationModel", Imports.model(input.expirationModel()))
                .and("kms:ValidTo", input.validTo());
        return kms.permissions().on(named, "ImportKeyMaterial", call, conditions);
    }

    @Override
    public ImportKeyMaterialResponse handle(ImportKeyMaterialRequest input, Call call) {
        KmsKey key = kms.keys().authorized(input, call, input.keyId());

        Imports.check(key);
        Material material = kms.imports().bring(kms, key, input, call.time());
        return ImportKeyMaterialResponse.builder()
                .keyId(key.arn())
                .keyMaterialId(key.isSymmetric() ? material.id() : null)
                .build();
    }
}
