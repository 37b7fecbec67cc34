package dev.virga.kernel;

import org.jspecify.annotations.Nullable;

/// How a call from outside came, besides what [Call] says: for the audit log.
///
/// @param userAgent as the client sent it
/// @param accessKeyId that signed; null for anonymous callers
/// @param host that the client addressed, without port
public record Client(@Nullable String userAgent, @Nullable String accessKeyId, String host) {}
