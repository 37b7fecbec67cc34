package dev.virga.kernel;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
/// @param via services that make the call on behalf of the caller, the first one first, e.g.
///     `secretsmanager.amazonaws.com`; empty when the caller makes it itself
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
        @Nullable Client client,
        List<String> via) {
    /// A call from inside the cloud, that the caller makes itself.
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
        this(caller, account, region, requestId, trace, time, sourceAddress, secure, endpoint, null, List.of());
    }

    /// For the calls that a service makes while it handles this one: the caller is the same, and
    /// policies can tell by `kms:ViaService` and `aws:CalledVia`.
    ///
    /// @param service endpoint prefix, e.g. `secretsmanager`
    public Call via(String service) {
        List<String> all = new ArrayList<>(via);
        all.add(service + ".amazonaws.com");
        return new Call(
                caller,
                account,
                region,
                requestId,
                trace,
                time,
                sourceAddress,
                secure,
                endpoint,
                client,
                List.copyOf(all));
    }

    /// The same in another region.
    public Call in(String otherRegion) {
        return new Call(
                caller, account, otherRegion, requestId, trace, time, sourceAddress, secure, endpoint, client, via);
    }
}
