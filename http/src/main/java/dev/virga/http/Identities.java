package dev.virga.http;

import java.io.IOException;

/// Where a server's certificate comes from. Asked at the first connection by TLS, and from time to
/// time after that, so that a renewed one is taken without a restart.
@FunctionalInterface
public interface Identities {
    /// Equal for as long as nothing has changed. May take its time.
    ///
    /// @throws IOException with a message for the operator
    Identity current() throws IOException;
}
