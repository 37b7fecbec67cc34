package dev.virga.services.lambda;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The environment variables of a function as they are stored; [EnvironmentSeal] opens them.
///
/// @param kmsKeyArn the customer's key, or null for the installation's
/// @param sealed base64 of the encrypted variables, or null when there are none
/// @param plain of a former release, which did not encrypt them; else empty
record SealedEnvironment(
        @Nullable String kmsKeyArn, @Nullable String sealed, Map<String, String> plain) {
    static final SealedEnvironment NONE = new SealedEnvironment(null, null, Map.of());

    boolean isEmpty() {
        return sealed == null && plain.isEmpty();
    }
}
