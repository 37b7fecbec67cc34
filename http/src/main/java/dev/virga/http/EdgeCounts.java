package dev.virga.http;

/// What happened at the edge since the server started.
///
/// @param connections open now
/// @param requests in work now
/// @param handled requests that reached a handler
/// @param tooManyConnections connections closed because their address had too many
/// @param tooManyRequests requests answered 503 because of a limit
/// @param slowClients connections cut off because their client sent or took too little
/// @param malformed requests that were no HTTP, too large, or broken off
/// @param http2Abuse HTTP/2 connections ended because of their frames
public record EdgeCounts(
        int connections,
        int requests,
        long handled,
        long tooManyConnections,
        long tooManyRequests,
        long slowClients,
        long malformed,
        long http2Abuse) {}
