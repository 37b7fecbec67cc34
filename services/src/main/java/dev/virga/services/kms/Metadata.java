package dev.virga.services.kms;

import dev.virga.api.kms.KeyMetadata;
import dev.virga.api.kms.MultiRegionConfiguration;
import dev.virga.api.kms.MultiRegionKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A key as answers describe it.
final class Metadata {
    private Metadata() {}

    /// @param material the current one; only that of imported material is shown
    static KeyMetadata of(KmsKey key, @Nullable Material material) {
        boolean asymmetric = key.spec().isAsymmetric();
        KeyMetadata.Builder shown = KeyMetadata.builder()
                .awsAccountId(key.account())
                .keyId(key.id())
                .arn(key.arn())
                .creationDate(Instant.ofEpochMilli(key.createdMillis()))
                .enabled(key.isEnabled())
                .description(key.description())
                .keyUsage(key.usage().name())
                .keyState(key.state().shown())
                .origin(key.origin().name())
                .keyManager(key.isAwsManaged() ? "AWS" : "CUSTOMER")
                .customerMasterKeySpec(key.spec().name())
                .keySpec(key.spec().name())
                .multiRegion(key.multiRegion() != null);
        KeySpec spec = key.spec();
        if (!spec.encryptionAlgorithms(key.usage()).isEmpty()) {
            shown.encryptionAlgorithms(spec.encryptionAlgorithms(key.usage()));
        }
        if (!spec.signingAlgorithms(key.usage()).isEmpty()) {
            shown.signingAlgorithms(spec.signingAlgorithms(key.usage()));
        }
        if (!spec.macAlgorithms(key.usage()).isEmpty()) {
            shown.macAlgorithms(spec.macAlgorithms(key.usage()));
        }
        if (!spec.keyAgreementAlgorithms(key.usage()).isEmpty()) {
            shown.keyAgreementAlgorithms(spec.keyAgreementAlgorithms(key.usage()));
        }
        KmsKey.Deletion deletion = key.deletion();
        if (deletion != null && key.state() == KeyState.PENDING_REPLICA_DELETION) {
            shown.pendingDeletionWindowInDays(deletion.windowDays());
        } else if (deletion != null) {
            shown.deletionDate(Instant.ofEpochMilli(deletion.dueMillis()));
        }
        if (key.origin() == KmsKey.Origin.EXTERNAL && material != null && material.secret() != null) {
            Long validTo = material.validToMillis();
            shown.expirationModel(validTo == null ? "KEY_MATERIAL_DOES_NOT_EXPIRE" : "KEY_MATERIAL_EXPIRES");
            shown.validTo(validTo == null ? null : Instant.ofEpochMilli(validTo));
        }
        if (material != null && !asymmetric && spec == KeySpec.SYMMETRIC_DEFAULT) {
            shown.currentKeyMaterialId(material.id());
        }
        KmsKey.MultiRegion regions = key.multiRegion();
        if (regions != null) {
            shown.multiRegionConfiguration(MultiRegionConfiguration.builder()
                    .multiRegionKeyType(key.isReplica() ? "REPLICA" : "PRIMARY")
                    .primaryKey(inRegion(key, regions.primary()))
                    .replicaKeys(regions.replicas().stream()
                            .map(region -> inRegion(key, region))
                            .toList())
                    .build());
        }
        return shown.build();
    }

    private static MultiRegionKey inRegion(KmsKey key, String region) {
        return MultiRegionKey.builder()
                .arn(KmsKey.arn(key.account(), region, key.id()))
                .region(region)
                .build();
    }
}
