package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.Time;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Where a server is reached, by what it was told.
class EdgeTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "| http://127.0.0.1:4566 https://127.0.0.1:4566 http://localhost:4566 https://localhost:4566",
                "--production --listen 0.0.0.0:443 --host a.example --host 10.0.0.7"
                        + "| https://a.example https://10.0.0.7",
                "--listen [::1]:4566 | http://[::1]:4566 https://[::1]:4566",
                "--production --plain-http --listen 0.0.0.0:8080 --host a.example | http://a.example:8080 https://a.example",
            })
    void anAddressIsWhatTheOperatorSaid(String arguments, String endpoints, @TempDir Path folder) throws Exception {
        String line = "--home " + folder + (arguments == null ? "" : " " + arguments);
        Options options = Options.parse(List.of(line.split(" ")));
        Edge edge = new Edge(options, Home.open(folder), Time.system());
        assertThat(edge.endpoints(options.port())).containsExactlyInAnyOrder(endpoints.split(" "));
    }
}
