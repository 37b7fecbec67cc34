package dev.virga.http;

import java.time.Duration;

/// Where a server listens, and its limits.
///
/// @param address IP address or name of the interface
/// @param port 0 for any free one
/// @param maxConnections open at the same time; further ones wait in the listen queue of the system
/// @param idleTimeout a connection on which nothing moves for so long is closed; a request that is
///     being answered does not count as idle
/// @param maxHeaderBytes request line and headers together, else 431
/// @param maxHeaderLineBytes one header's name and value, else 431
/// @param stopTimeout how long running requests may take when the server closes
public record HttpServerOptions(
        String address,
        int port,
        int maxConnections,
        Duration idleTimeout,
        int maxHeaderBytes,
        int maxHeaderLineBytes,
        Duration stopTimeout) {
    /// The limits that a server has unless somebody knows better.
    public static HttpServerOptions listen(String address, int port) {
        return new HttpServerOptions(
                address, port, 10_000, Duration.ofSeconds(60), 64 << 10, 8 << 10, Duration.ofSeconds(10));
    }

    public HttpServerOptions withMaxConnections(int value) {
        return new HttpServerOptions(
                address, port, value, idleTimeout, maxHeaderBytes, maxHeaderLineBytes, stopTimeout);
    }

    public HttpServerOptions withIdleTimeout(Duration value) {
        return new HttpServerOptions(
                address, port, maxConnections, value, maxHeaderBytes, maxHeaderLineBytes, stopTimeout);
    }

    public HttpServerOptions withStopTimeout(Duration value) {
        return new HttpServerOptions(
                address, port, maxConnections, idleTimeout, maxHeaderBytes, maxHeaderLineBytes, value);
    }
}
