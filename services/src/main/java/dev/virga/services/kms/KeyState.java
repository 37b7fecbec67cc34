package dev.virga.services.kms;

/// Whether a key can be used.
///
///     PENDING_IMPORT  --ImportKeyMaterial-->  ENABLED  <--EnableKey, DisableKey-->  DISABLED
///     any  --ScheduleKeyDeletion-->  PENDING_DELETION  --CancelKeyDeletion-->  DISABLED
enum KeyState {
    ENABLED("Enabled"),
    DISABLED("Disabled"),
    PENDING_DELETION("PendingDeletion"),
    /// A multi-region primary key whose replicas still are there.
    PENDING_REPLICA_DELETION("PendingReplicaDeletion"),
    PENDING_IMPORT("PendingImport");

    private final String shown;

    KeyState(String shown) {
        this.shown = shown;
    }

    /// As the API shows it.
    String shown() {
        return shown;
    }
}
