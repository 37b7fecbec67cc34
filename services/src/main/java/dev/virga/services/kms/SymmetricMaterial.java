package dev.virga.services.kms;

import dev.virga.kernel.crypto.PerMessageGcm;
import javax.crypto.AEADBadTagException;
import org.jspecify.annotations.Nullable;

/// AES-256-GCM with a key of its own for each message, as the real service derives one: so one key
/// may encrypt without limit.
record SymmetricMaterial(PerMessageGcm cipher) implements KeyMaterial {
    /// Null when the message was changed, or bound to something else.
    byte @Nullable [] open(byte[] message, byte[] bound) {
        try {
            return cipher.open(message, bound);
        } catch (AEADBadTagException e) {
            return null;
        }
    }
}
