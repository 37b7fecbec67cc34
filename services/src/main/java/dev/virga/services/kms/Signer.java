package dev.virga.services.kms;

/// Key material that signs. Messages and algorithms that do not go together are refused with a
/// ValidationException.
sealed interface Signer permits RsaMaterial, EcMaterial, KoblitzMaterial, EdwardsMaterial, MlDsaMaterial {
    byte[] sign(String algorithm, byte[] message, MessageType type);

    /// Whatever the signature's bytes are.
    boolean verify(String algorithm, byte[] message, MessageType type, byte[] signature);
}
