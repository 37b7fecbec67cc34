package dev.virga.conformance;

import dev.virga.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// The whole server, as a process of its own, killed under load: what it acknowledged is there
/// afterwards. The load and the comparison are in crash_checks.py.
@Timeout(400)
class CrashTest {
    @TestFactory
    Stream<DynamicTest> killed() throws Exception {
        Clients clients = Clients.find();
        Path home = ClientsTest.newHome();
        try {
            clients.prepareRuntimes(home);
            List<String> command = List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "--enable-native-access=ALL-UNNAMED",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1",
                    "-Xmx256m",
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.virga.app.Main",
                    "--home",
                    home.toString(),
                    "--port",
                    "0");
            return clients
                    .run(
                            "crash_checks.py",
                            Map.of("VIRGA_SERVER_COMMAND", Json.write(command), "VIRGA_SERVER_HOME", home.toString()))
                    .toList()
                    .stream();
        } finally {
            ClientsTest.delete(home);
        }
    }
}
