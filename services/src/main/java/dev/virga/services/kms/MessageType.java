package dev.virga.services.kms;

import org.jspecify.annotations.Nullable;

/// What the message of Sign and Verify is.
enum MessageType {
    /// To be hashed by KMS.
    RAW,
    /// A hash already.
    DIGEST,
    /// The 64 bytes that ML-DSA signs in place of the message.
    EXTERNAL_MU;

    static MessageType of(@Nullable String name) {
        return name == null ? RAW : valueOf(name);
    }
}
