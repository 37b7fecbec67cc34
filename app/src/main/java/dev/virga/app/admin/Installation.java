package dev.virga.app.admin;

import dev.virga.app.RootKey;
import dev.virga.http.EdgeCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What commands tell about this server.
///
/// @param endpoint where clients reach it
/// @param tlsEndpoint the same by TLS; empty when there is none
/// @param authority finds the certificate that clients have to trust
public record Installation(
        String endpoint,
        String tlsEndpoint,
        Authority authority,
        Supplier<EdgeCounts> edge,
        String region,
        String account,
        Path home,
        RootKey rootKey) {
    /// The server's own certificate authority.
    @FunctionalInterface
    public interface Authority {
        /// Made when it is not there yet; null when the operator brought a certificate, or wants
        /// none.
        @Nullable
        Path file() throws IOException;
    }
}
