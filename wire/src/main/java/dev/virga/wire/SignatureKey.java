package dev.virga.wire;

/// What a signature is checked with. Immutable; any thread.
sealed interface SignatureKey permits HmacKey, EcdsaKey {
    /// @param signature in hex, as the client wrote it
    boolean verifies(String toSign, String signature);
}
