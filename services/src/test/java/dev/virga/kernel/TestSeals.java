package dev.virga.kernel;

import dev.virga.kernel.crypto.RootKeys;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.Store;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.List;

/// Seals values under a root key that everybody knows.
public final class TestSeals {
    private TestSeals() {}

    public static Seals of(Store store) throws IOException {
        SecureRandom random = new SecureRandom();
        return Seals.open(store, new RootKeys(List.of(new byte[RootKeys.KEY_BYTES]), random), random);
    }
}
