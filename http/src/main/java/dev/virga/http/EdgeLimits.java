package dev.virga.http;

import java.time.Duration;

/// What clients may take of a server. Limits by address keep one client from taking everything;
/// functions and clients of this machine are exempt from them, and IPv6 addresses count by their
/// first 64 bits, as one client has all of these.
///
/// @param connections open at the same time; further ones wait in the listen queue of the system
/// @param connectionsPerAddress further ones are closed at once
/// @param requestsPerSecondPerAddress in the long run, else 503; twice as many at once
/// @param requests in work at the same time, else 503
/// @param requestsPerAddress in work at the same time, else 503
/// @param streams of one HTTP/2 connection
/// @param headerBytes request line and headers together, else 431 or 414
/// @param headerLineBytes one header's name and value, else 431
/// @param bodyBytes of one request, else 413
/// @param bufferedBytes of the bodies that are in memory, all together, else 503
/// @param idleTimeout a connection on which nothing moves for so long is closed; a request that is
///     being answered does not count as idle
/// @param headTimeout from the first byte of a request, or from a connection's start, until its
///     headers are there
/// @param grace how long a body or an answer may fall short of the rate
/// @param bytesPerSecond that a client has to send or take on average
public record EdgeLimits(
        int connections,
        int connectionsPerAddress,
        int requestsPerSecondPerAddress,
        int requests,
        int requestsPerAddress,
        int streams,
        int headerBytes,
        int headerLineBytes,
        long bodyBytes,
        long bufferedBytes,
        Duration idleTimeout,
        Duration headTimeout,
        Duration grace,
        int bytesPerSecond) {
    private static final long GIB = 1L << 30;

    /// What a server has unless somebody knows better. The largest body is an S3 object in one
    /// piece, 5 GiB, with the signatures of its chunks.
    public static final EdgeLimits DEFAULT = new EdgeLimits(
            10_000,
            1_000,
            5_000,
            4_000,
            1_000,
            128,
            64 << 10,
            8 << 10,
            5 * GIB + GIB / 4,
            Runtime.getRuntime().maxMemory() / 4,
            Duration.ofSeconds(60),
            Duration.ofSeconds(20),
            Duration.ofSeconds(20),
            1_000);

    /// With another value for what is named as in the command line.
    ///
    /// @throws IllegalArgumentException when there is no limit of this name or the value is none
    public EdgeLimits with(String name, long value) {
        if (value < 1 || value > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("'" + value + "' is no value for the limit " + name);
        }
        int count = (int) value;
        Copy copy = new Copy();
        switch (name) {
            case "connections" -> copy.connections = count;
            case "connections-per-address" -> copy.connectionsPerAddress = count;
            case "requests-per-second-per-address" -> copy.requestsPerSecondPerAddress = count;
            case "requests" -> copy.requests = count;
            case "requests-per-address" -> copy.requestsPerAddress = count;
            case "streams" -> copy.streams = count;
            case "buffered-megabytes" -> copy.bufferedBytes = value << 20;
            case "idle-seconds" -> copy.idleTimeout = Duration.ofSeconds(value);
            case "head-seconds" -> copy.headTimeout = Duration.ofSeconds(value);
            case "bytes-per-second" -> copy.bytesPerSecond = count;
            default -> throw new IllegalArgumentException("there is no limit " + name);
        }
        return copy.done();
    }

    public EdgeLimits withIdleTimeout(Duration value) {
        Copy copy = new Copy();
        copy.idleTimeout = value;
        return copy.done();
    }

    /// How long clients may take to send a request's head, and to fall short of the rate.
    public EdgeLimits withPatience(Duration head, Duration less) {
        Copy copy = new Copy();
        copy.headTimeout = head;
        copy.grace = less;
        return copy.done();
    }

    public EdgeLimits withBodies(long largest, long buffered) {
        Copy copy = new Copy();
        copy.bodyBytes = largest;
        copy.bufferedBytes = buffered;
        return copy.done();
    }

    /// The parts that can differ.
    private final class Copy {
        private int connections = EdgeLimits.this.connections;
        private int connectionsPerAddress = EdgeLimits.this.connectionsPerAddress;
        private int requestsPerSecondPerAddress = EdgeLimits.this.requestsPerSecondPerAddress;
        private int requests = EdgeLimits.this.requests;
        private int requestsPerAddress = EdgeLimits.this.requestsPerAddress;
        private int streams = EdgeLimits.this.streams;
        private long bodyBytes = EdgeLimits.this.bodyBytes;
        private long bufferedBytes = EdgeLimits.this.bufferedBytes;
        private Duration idleTimeout = EdgeLimits.this.idleTimeout;
        private Duration headTimeout = EdgeLimits.this.headTimeout;
        private Duration grace = EdgeLimits.this.grace;
        private int bytesPerSecond = EdgeLimits.this.bytesPerSecond;

        EdgeLimits done() {
            return new EdgeLimits(
                    connections,
                    connectionsPerAddress,
                    requestsPerSecondPerAddress,
                    requests,
                    requestsPerAddress,
                    streams,
                    headerBytes,
                    headerLineBytes,
                    bodyBytes,
                    bufferedBytes,
                    idleTimeout,
                    headTimeout,
                    grace,
                    bytesPerSecond);
        }
    }
}
