package dev.virga.kernel;

import dev.virga.kernel.crypto.RootKeys;
import dev.virga.kernel.crypto.Seals;
import dev.virga.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Seals values under a root key that everybody knows.
public final class TestSeals {
    private TestSeals() {}

    public static Seals of(Store store) throws IOException {
        SecureRandom random = new SecureRandom();
        return Seals.open(store, new RootKeys(List.of(new byte[RootKeys.KEY_BYTES]), random), random);
    }

    /// The files in the folder that have this text in them as it is.
    public static List<Path> filesWith(Path folder, String text) throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(text)) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
