package dev.virga.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ImportTest {
    /// The exit code of `--check` when the right botocore is not installed.
    private static final int NOT_INSTALLED = 2;

    @Test
    void modelsAreExactlyWhatTheImportMakes() throws Exception {
        Path root = Path.of(System.getProperty("virga.root"));
        Process check;
        try {
            check = new ProcessBuilder("python3", "tools/import-models", "--check")
                    .directory(root.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException noPython) {
            assumeThat(noPython).as("python3").isNull();
            return;
        }
        String output = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int exit = check.waitFor();
        assumeThat(exit).as(output).isNotEqualTo(NOT_INSTALLED);
        assertThat(exit).as(output).isZero();
    }
}
