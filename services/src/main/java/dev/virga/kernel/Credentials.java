package dev.virga.kernel;

import dev.virga.wire.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds who an access key belongs to. IAM implements it; the gateway asks.
public interface Credentials {
    /// @param secretKey what the signature must have been made with
    record Found(String secretKey, Caller caller) {}

    /// @param sessionToken what came as X-Amz-Security-Token, or null
    /// @return null when there is no such active key
    /// @throws AwsException ExpiredToken, InvalidToken
    @Nullable
    Found find(String accessKeyId, @Nullable String sessionToken, Instant now);
}
