package dev.virga.kernel;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// One call of one operation: what is known besides its input.
///
/// @param account the account whose resources are meant: the caller's
/// @param region e.g. `us-east-1`
/// @param requestId UUID, on every answer and in every log line
/// @param trace X-Ray header `Root=…;Parent=…;Sampled=…`, or null
/// @param time when the call arrived
/// @param sourceAddress IP address of the peer, or the name of the service for calls from inside
/// @param secure came over TLS
/// @param endpoint how the client addressed the cloud, e.g. `http://127.0.0.1:4566`, for URLs in
///     answers
/// @param client how it came; null for calls from inside
public record Call(
        Caller caller,
        String account,
        String region,
        String requestId,
        @Nullable String trace,
        Instant time,
        String sourceAddress,
        boolean secure,
        String endpoint,
        @Nullable Client client) {
    /// A call from inside the cloud.
    public Call(
            Caller caller,
            String account,
            String region,
            String requestId,
            @Nullable String trace,
            Instant time,
            String sourceAddress,
            boolean secure,
            String endpoint) {
        this(caller, account, region, requestId, trace, time, sourceAddress, secure, endpoint, null);
    }
}
