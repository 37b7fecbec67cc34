package dev.virga.services.kms;

import java.util.List;
import java.util.UUID;

/// Makes keys with their first material.
final class KeyMaker {
    private final KeyTable table;
    private final Materials materials;
    private final Lifecycle lifecycle;

    KeyMaker(KeyTable table, Materials materials, Lifecycle lifecycle) {
        this.table = table;
        this.materials = materials;
        this.lifecycle = lifecycle;
    }

    static String newId(boolean multiRegion) {
        String id = UUID.randomUUID().toString();
        return multiRegion ? "mrk-" + id.replace("-", "") : id;
    }

    /// Durable when it returns; false when an alias is taken.
    boolean make(KmsKey key) {
        List<Material> first =
                key.material() == 0 ? List.of() : List.of(materials.make(key, 1, key.createdMillis(), null));
        boolean rotates = key.rotation().periodDays() != null;
        return table.create(key, first, rotates ? List.of(lifecycle.firstRotation(key)) : List.of());
    }
}
