package dev.virga.http;

import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// What a server shows to prove who it is.
///
/// @param chain its own certificate first
public record Identity(List<X509Certificate> chain, PrivateKey key) {}
