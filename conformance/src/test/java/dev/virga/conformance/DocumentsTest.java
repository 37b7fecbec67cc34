package dev.virga.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// What the documents say about the source tree.
class DocumentsTest {
    private static final Path ROOT = Path.of(System.getProperty("virga.root", ".."));

    @Test
    void everyPlaceInTheArchitectureTableIsThere() throws IOException {
        String text = Files.readString(ROOT.resolve("ARCHITECTURE.md"));
        String table = text.substring(text.indexOf("## Where is"));
        Matcher place = Pattern.compile("\\| `([^`]+)` \\|").matcher(table);
        List<String> missing = new ArrayList<>();
        int places = 0;
        while (place.find()) {
            places++;
            if (!Files.exists(ROOT.resolve(place.group(1)))) {
                missing.add(place.group(1));
            }
        }
        assertThat(places).isGreaterThan(10);
        assertThat(missing).isEmpty();
    }

    @Test
    void everyServiceHasAReadme() throws IOException {
        List<String> missing = new ArrayList<>();
        try (var folders = Files.list(ROOT.resolve("services/src/main/java/dev/virga/services"))) {
            for (Path folder : folders.filter(Files::isDirectory).toList()) {
                if (!Files.exists(folder.resolve("README.md"))) {
                    missing.add(folder.getFileName().toString());
                }
            }
        }
        assertThat(missing).isEmpty();
    }
}
