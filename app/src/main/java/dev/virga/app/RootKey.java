package dev.virga.app;

/// The access key of the account's root.
public record RootKey(String accessKeyId, String secretKey) {
    /// Never shows the secret.
    @Override
    public String toString() {
        return accessKeyId;
    }
}
