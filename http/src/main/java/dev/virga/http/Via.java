package dev.virga.http;

/// The way a connection came.
enum Via {
    NETWORK,
    OWN,
    FUNCTION
}
