package dev.virga.services.kms;

import dev.virga.api.kms.RotationsListEntry;
import java.time.Instant;

/// Generations of material as answers list them.
final class Rotations {
    private Rotations() {}

    static RotationsListEntry shape(KmsKey key, Material material) {
        boolean imported = key.origin() == KmsKey.Origin.EXTERNAL;
        Long validTo = material.validToMillis();
        return RotationsListEntry.builder()
                .keyId(key.arn())
                .keyMaterialId(material.id())
                .keyMaterialDescription(material.description())
                .keyMaterialState(material.number() == key.material() ? "CURRENT" : "NON_CURRENT")
                .importState(!imported ? null : material.secret() == null ? "PENDING_IMPORT" : "IMPORTED")
                .validTo(validTo == null ? null : Instant.ofEpochMilli(validTo))
                .rotationDate(material.rotation() == null ? null : Instant.ofEpochMilli(material.createdMillis()))
                .rotationType(material.rotation())
                .build();
    }

    /// @throws dev.virga.wire.AwsException InvalidMarkerException
    static int number(String after) {
        try {
            return Integer.parseInt(after);
        } catch (NumberFormatException e) {
            throw Page.invalid();
        }
    }
}
