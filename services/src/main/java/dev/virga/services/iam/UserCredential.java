package dev.virga.services.iam;

/// What a user has of their own besides access keys, a password and MFA devices.
///
/// @param <C> itself
sealed interface UserCredential<C extends UserCredential<C>>
        permits SshPublicKey, SigningCertificate, ServiceCredential {
    String account();

    /// Name of whom it belongs to.
    String user();

    String id();

    C withUser(String name);

    C withActive(boolean now);

    static String status(boolean active) {
        return active ? "Active" : "Inactive";
    }

    /// @throws dev.virga.wire.AwsException ValidationError: only time makes something `Expired`
    static boolean active(String status) {
        if (status.equals("Expired")) {
            throw IamErrors.validation("The status Expired cannot be set. It has to be Active or Inactive.");
        }
        return status.equals("Active");
    }
}
