package dev.virga.kernel;

import dev.virga.wire.HttpRequest;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a call from outside came, besides what [Call] says: for the audit log and for policies.
///
/// @param userAgent as the client sent it
/// @param referer as the client sent it
/// @param host that the client addressed, without port
/// @param tls version of it, e.g. `1.3`; null without, or when it is not known
/// @param signature null for anonymous callers
public record Client(
        @Nullable String userAgent,
        @Nullable String referer,
        String host,
        @Nullable String tls,
        @Nullable Signature signature) {
    /// Where a request carries its signature.
    public enum Way {
        HEADER,
        QUERY,
        FORM
    }

    /// A signature that was verified.
    ///
    /// @param version as requests name it, e.g. `AWS4-HMAC-SHA256`; `AWS` for version 2
    /// @param signedAt null when the request does not say
    /// @param content what it says of the body: `X-Amz-Content-Sha256`; null when it does not say
    public record Signature(
            String accessKeyId,
            Way way,
            String version,
            @Nullable Instant signedAt,
            @Nullable String content) {}

    public static Client of(HttpRequest request, @Nullable Signature signature) {
        return new Client(
                request.header("User-Agent"),
                request.header("Referer"),
                Directory.host(request),
                request.tls(),
                signature);
    }

    /// Null for anonymous callers.
    public @Nullable String accessKeyId() {
        return signature == null ? null : signature.accessKeyId();
    }
}
