package dev.virga.kernel;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Signs tokens with which users and roles of an account show services elsewhere who they are
/// (outbound web identity federation). Any thread may call it.
public interface IdentityTokens {
    /// The address under which the account's public keys are found; null when it has not been
    /// switched on.
    @Nullable
    String issuer(String account);

    /// A JSON Web Token.
    ///
    /// @param algorithm `RS256` or `ES384`
    /// @throws IllegalStateException when the account has no issuer
    String sign(String account, String algorithm, Map<String, ?> claims);
}
