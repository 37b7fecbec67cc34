package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.app.fuzz.FuzzMain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A short run over everything that takes hostile input, always from the same seed, so that what
/// passed once passes again; `virga fuzz` is the long one and takes another seed each time.
@Timeout(value = 300, unit = TimeUnit.SECONDS)
class FuzzTest {
    @TempDir
    Path home;

    @Test
    void noInputDoesHarm() throws Exception {
        Path app = Path.of(System.getProperty("virga.root", ".."), "app");
        long seed = Long.getLong("virga.fuzz.seed", 1);
        Duration time = Duration.ofSeconds(Long.getLong("virga.fuzz.seconds", 20));
        String targets = System.getProperty("virga.fuzz.targets", "");
        FuzzMain.Report report = FuzzMain.run(
                home,
                app.resolve("src/test/resources/fuzz"),
                app.resolve("target/fuzz"),
                seed,
                time,
                targets.isEmpty() ? List.of() : List.of(targets.split(",")),
                false);
        System.out.println("[count] " + report.summary());
        assertThat(report.findings()).isEmpty();
    }
}
