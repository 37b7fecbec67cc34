package dev.virga.kernel;

import dev.virga.wire.AwsException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Finds who an access key belongs to. IAM implements it; the gateway asks.
public interface Credentials {
    /// @param secretKey what the signature must have been made with
    /// @param wellKnown everybody knows the secret: good for development on one machine, and never
    ///     for a request that a page of another site makes a browser send
    record Found(String secretKey, Caller caller, boolean wellKnown) {
        public Found(String secretKey, Caller caller) {
            this(secretKey, caller, false);
        }
    }

    /// @param sessionToken what came as X-Amz-Security-Token, or null
    /// @return null when there is no such active key
    /// @throws AwsException ExpiredToken, InvalidToken
    @Nullable
    Found find(String accessKeyId, @Nullable String sessionToken, Instant now);

    /// A request was signed with this key, and the signature was right. Called for every request,
    /// so that it must cost nothing.
    default void used(String accessKeyId, String service, String region, Instant now) {}
}
