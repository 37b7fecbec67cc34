package dev.virga.services.kms;

import org.jspecify.annotations.Nullable;

/// One generation of a key's secret bytes, sealed. Ciphertexts name the number of theirs.
///
/// @param number from 1; rises with each rotation
/// @param id 64 hexadecimal digits, as answers show it
/// @param rotation `AUTOMATIC` or `ON_DEMAND`; null for the first
/// @param secret sealed; null after imported material was deleted or expired
/// @param publicKey X.509, in the clear; null for symmetric and HMAC keys
/// @param validToMillis when imported material expires; null for never
/// @param description of imported material
record Material(
        int number,
        String id,
        long createdMillis,
        @Nullable String rotation,
        byte @Nullable [] secret,
        byte @Nullable [] publicKey,
        @Nullable Long validToMillis,
        @Nullable String description) {
    /// Whoever opens it elsewhere gets nothing.
    static String context(KmsKey key, int number) {
        return key.account() + "/" + key.region() + "/" + key.id() + "/" + number;
    }

    Material withSecret(byte @Nullable [] sealed, @Nullable Long validTo) {
        return new Material(number, id, createdMillis, rotation, sealed, publicKey, validTo, description);
    }
}
