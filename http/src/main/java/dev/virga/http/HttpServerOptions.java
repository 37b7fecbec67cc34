package dev.virga.http;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Where a server listens, what it speaks there, and its limits.
///
/// @param address IP address or name of the interface
/// @param port 0 for any free one
/// @param identities what it shows to who connects by TLS; null when it has no TLS
/// @param tlsOnly refuses plain HTTP on this port, else the first bytes of a connection tell
/// @param ownPort also listens on a free port of 127.0.0.1, in plain HTTP, for this machine itself
/// @param proxies IP addresses whose `X-Forwarded-For` and `X-Forwarded-Proto` are believed
/// @param stopTimeout how long running requests may take when the server closes
public record HttpServerOptions(
        String address,
        int port,
        @Nullable Identities identities,
        boolean tlsOnly,
        boolean ownPort,
        List<String> proxies,
        EdgeLimits limits,
        Duration stopTimeout) {
    /// Plain HTTP on one port, with the limits that a server has unless somebody knows better.
    public static HttpServerOptions listen(String address, int port) {
        return new HttpServerOptions(
                address, port, null, false, false, List.of(), EdgeLimits.DEFAULT, Duration.ofSeconds(10));
    }

    /// HTTPS on the port, and plain HTTP too.
    public HttpServerOptions withTls(Identities value) {
        return new HttpServerOptions(address, port, value, false, ownPort, proxies, limits, stopTimeout);
    }

    /// HTTPS on the port and nothing else.
    public HttpServerOptions withTlsOnly(Identities value) {
        return new HttpServerOptions(address, port, value, true, ownPort, proxies, limits, stopTimeout);
    }

    public HttpServerOptions withOwnPort() {
        return new HttpServerOptions(address, port, identities, tlsOnly, true, proxies, limits, stopTimeout);
    }

    public HttpServerOptions withProxies(List<String> value) {
        return new HttpServerOptions(address, port, identities, tlsOnly, ownPort, value, limits, stopTimeout);
    }

    public HttpServerOptions withLimits(EdgeLimits value) {
        return new HttpServerOptions(address, port, identities, tlsOnly, ownPort, proxies, value, stopTimeout);
    }

    public HttpServerOptions withMaxConnections(int value) {
        return withLimits(limits.with("connections", value));
    }

    public HttpServerOptions withIdleTimeout(Duration value) {
        return withLimits(limits.withIdleTimeout(value));
    }

    public HttpServerOptions withStopTimeout(Duration value) {
        return new HttpServerOptions(address, port, identities, tlsOnly, ownPort, proxies, limits, value);
    }
}
