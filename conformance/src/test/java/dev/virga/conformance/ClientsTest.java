package dev.virga.conformance;

import dev.virga.app.Options;
import dev.virga.app.VirgaServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/// The cloud as its users' own tools see it: boto3, the AWS CLI and plain HTTP against a whole
/// server.
@Timeout(400)
class ClientsTest {
    private static Path home;
    private static Clients clients;
    private static VirgaServer server;
    private static Map<String, String> environment;

    @BeforeAll
    static void start() throws Exception {
        clients = Clients.find();
        home = newHome();
        clients.prepareRuntimes(home);
        server = VirgaServer.start(Options.parse(List.of("--home", home.toString(), "--port", "0")));
        environment = new HashMap<>(Clients.environment(env()));
        environment.put("VIRGA_HOME", home.toString());
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
        if (home != null) {
            delete(home);
        }
    }

    /// Functions run as another user and must be able to get here.
    static Path newHome() throws IOException {
        return Files.createTempDirectory(
                "virga-clients", PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwxr-xr-x")));
    }

    private static String env() throws Exception {
        String token = Files.readString(home.resolve("admin-token")).strip();
        try (HttpClient http = HttpClient.newHttpClient()) {
            URI address = URI.create("http://127.0.0.1:" + server.port() + "/_virga/env");
            HttpRequest request = HttpRequest.newBuilder(address)
                    .header("Authorization", "Bearer " + token)
                    .build();
            return http.send(request, BodyHandlers.ofString()).body();
        }
    }

    static void delete(Path folder) throws IOException {
        Files.walkFileTree(folder, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException e) throws IOException {
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> s3() throws Exception {
        return clients.run("s3_checks.py", environment);
    }

    @TestFactory
    Stream<DynamicTest> httpApis() throws Exception {
        return clients.run("http_api_checks.py", environment);
    }

    @TestFactory
    Stream<DynamicTest> gateway() throws Exception {
        return clients.run("gateway_checks.py", environment);
    }

    @TestFactory
    Stream<DynamicTest> audit() throws Exception {
        return clients.run("audit_checks.py", environment);
    }

    /// Needs the runtimes of four languages.
    @TestFactory
    Stream<DynamicTest> orders() throws Exception {
        Assumptions.assumeTrue(System.getenv("VIRGA_RUNTIMES") != null, "no runtimes: run `virga test`");
        environment.put(
                "VIRGA_EXAMPLE",
                Path.of(System.getProperty("virga.root", ".."), "examples", "orders")
                        .toString());
        return clients.run("orders_checks.py", environment);
    }

    @TestFactory
    Stream<DynamicTest> identities() throws Exception {
        return clients.run("identity_checks.py", environment);
    }

    @TestFactory
    Stream<DynamicTest> lambda() throws Exception {
        return clients.run("lambda_checks.py", environment);
    }
}
