package dev.virga.kernel.saml;

import dev.virga.kernel.Arn;
import org.jspecify.annotations.Nullable;

/// Knows the identity providers that accounts registered. Asking costs little, for callers who have
/// not proved anything yet may ask. Any thread may call it.
public interface SamlIssuers {
    /// What the provider said of itself when it was registered, always with an end of its validity;
    /// null when there is no such provider.
    @Nullable
    SamlMetadata find(Arn provider);
}
