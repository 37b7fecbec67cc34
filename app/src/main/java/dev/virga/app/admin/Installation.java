package dev.virga.app.admin;

import dev.virga.app.RootKey;
import dev.virga.http.EdgeCounts;
import dev.virga.services.sts.Sts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What commands tell about this server.
///
/// @param endpoint where clients reach it
/// @param tlsEndpoint the same by TLS; empty when there is none
/// @param authority finds the certificate that clients have to trust
/// @param wellKnownKeys whether credentials that everybody knows are taken as well
/// @param tokens of identity providers, how many were taken and refused
/// @param refused requests by reason
public record Installation(
        String endpoint,
        String tlsEndpoint,
        Authority authority,
        Supplier<EdgeCounts> edge,
        String region,
        String account,
        Path home,
        RootKeys rootKeys,
        boolean wellKnownKeys,
        Supplier<Sts.TokenCounts> tokens,
        Supplier<Map<String, Long>> refused) {
    /// The keys of an account's root.
    @FunctionalInterface
    public interface RootKeys {
        /// Made when they are not there yet.
        ///
        /// @param account twelve digits
        RootKey of(String account);
    }

    /// Which credentials a client may use, in a few words.
    String credentials() {
        String also = "AWS_ACCESS_KEY_ID=test (or an account's twelve digits) with AWS_SECRET_ACCESS_KEY=test";
        return wellKnownKeys ? also + ", or what virga env shows" : "what virga env shows";
    }

    /// The server's own certificate authority.
    @FunctionalInterface
    public interface Authority {
        /// Made when it is not there yet; null when the operator brought a certificate, or wants
        /// none.
        @Nullable
        Path file() throws IOException;
    }
}
