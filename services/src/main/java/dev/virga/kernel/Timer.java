package dev.virga.kernel;

import java.time.Instant;

/// One thing that is to happen at a time. Durable: it is a row in the store until its handler has
/// dealt with it.
///
/// @param kind which handler, e.g. `lambda.async`
/// @param id unique in its kind
/// @param payload what the handler stored
public record Timer(String kind, String id, Instant due, byte[] payload) {}
