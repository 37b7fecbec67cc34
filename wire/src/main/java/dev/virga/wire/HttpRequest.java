package dev.virga.wire;

import org.jspecify.annotations.Nullable;

/// One HTTP request, as it came over the wire: nothing is percent-decoded.
///
/// @param method in capitals
/// @param rawPath starts with `/`, still percent-encoded
/// @param rawQuery what follows `?`, still percent-encoded; null without `?`
/// @param remoteAddress IP address of the peer
/// @param secure came over TLS
/// @param tls version of it, e.g. `1.3`; null without, or when a proxy ended it
public record HttpRequest(
        String method,
        String rawPath,
        @Nullable String rawQuery,
        Headers headers,
        Body body,
        String remoteAddress,
        boolean secure,
        @Nullable String tls) {
    /// Without TLS, or with one of which nothing is known.
    public HttpRequest(
            String method,
            String rawPath,
            @Nullable String rawQuery,
            Headers headers,
            Body body,
            String remoteAddress,
            boolean secure) {
        this(method, rawPath, rawQuery, headers, body, remoteAddress, secure, null);
    }

    /// The first header of this name, or null.
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    HttpRequest withHeaders(Headers others) {
        return new HttpRequest(method, rawPath, rawQuery, others, body, remoteAddress, secure, tls);
    }

    public HttpRequest withBody(Body other) {
        return new HttpRequest(method, rawPath, rawQuery, headers, other, remoteAddress, secure, tls);
    }

    public HttpRequest withPath(String otherPath) {
        return otherPath.equals(rawPath)
                ? this
                : new HttpRequest(method, otherPath, rawQuery, headers, body, remoteAddress, secure, tls);
    }
}
