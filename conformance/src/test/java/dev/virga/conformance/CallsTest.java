package dev.virga.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.app.Options;
import dev.virga.app.VirgaServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;

/// One script of calls over every service, played by five clients over HTTP and over HTTPS: all of
/// them are answered the same. Each plays it against an account of its own, on one server.
@Timeout(900)
class CallsTest {
    private static final String REGION = "us-east-1";
    private static final int LONGEST_MINUTES = 5;

    private final CallScript script;
    private final CallComparison comparison;
    private int accounts;

    CallsTest() throws IOException {
        script = CallScript.read();
        comparison = new CallComparison(script);
    }

    /// A client that is a program; it prints how it was answered.
    private record Program(String name, List<String> command) {}

    @Test
    void everyClientIsAnsweredTheSameOverHttpAndHttps() throws Exception {
        Clients python = Clients.find();
        Path home = ClientsTest.newHome();
        try {
            python.prepareRuntimes(home);
            try (VirgaServer server =
                    VirgaServer.start(Options.parse(List.of("--home", home.toString(), "--port", "0")))) {
                Path authority = authority(server, home);
                List<CallScript.Played> played = new ArrayList<>();
                for (String scheme : List.of("http", "https")) {
                    URI endpoint = URI.create(scheme + "://127.0.0.1:" + server.port());
                    for (Program program : programs(python)) {
                        played.add(play(program, endpoint, authority));
                    }
                    played.add(playJava(endpoint, authority));
                }
                judge(played);
            }
        } finally {
            ClientsTest.delete(home);
        }
    }

    private void judge(List<CallScript.Played> played) {
        CallScript.Played first = played.getFirst();
        assertThat(comparison.unexpected(first))
                .as("what %s was answered", first.client())
                .isEmpty();
        Map<String, List<String>> differences = new LinkedHashMap<>();
        for (CallScript.Played other : played) {
            List<String> found = comparison.differences(first, other);
            if (!found.isEmpty()) {
                differences.put(other.client(), found);
            }
        }
        assertThat(differences).as("what differs from %s", first.client()).isEmpty();
        System.out.println("[count] Calls: " + script.steps().size() + " answered the same to "
                + played.stream().map(CallScript.Played::client).toList());
    }

    private static List<Program> programs(Clients python) {
        String folder = CallScript.FOLDER.toString();
        List<Program> programs = new ArrayList<>();
        programs.add(new Program("boto3", List.of(python.python().toString(), folder + "/boto3_calls.py")));
        programs.add(new Program("AWS CLI 1", List.of(python.python().toString(), folder + "/cli_calls.py")));
        String newer = System.getenv("VIRGA_AWS_CLI_2_PYTHON");
        if (newer != null) {
            programs.add(new Program("AWS CLI 2", List.of(newer, folder + "/cli_calls.py")));
        } else {
            System.out.println("[count] Calls: no AWS CLI 2 here, so it does not take part");
        }
        String modules = System.getenv("VIRGA_NODE_CLIENTS");
        if (modules != null) {
            programs.add(new Program("JavaScript", List.of("node", folder + "/js_calls.mjs", modules)));
        } else {
            System.out.println("[count] Calls: no AWS SDK for JavaScript here, so it does not take part");
        }
        return programs;
    }

    /// The certificate of the local authority, as `virga ca` tells. It is made when first asked
    /// for.
    private static Path authority(VirgaServer server, Path home) throws Exception {
        String token = Files.readString(home.resolve("admin-token")).strip();
        try (HttpClient http = HttpClient.newHttpClient()) {
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/_virga/ca"))
                    .header("Authorization", "Bearer " + token)
                    .build();
            String printed =
                    http.send(request, HttpResponse.BodyHandlers.ofString()).body();
            return Path.of(printed.lines().findFirst().orElseThrow());
        }
    }

    /// An access key id of twelve digits stands for that account.
    private String freshAccount() {
        accounts++;
        return "4711000000%02d".formatted(accounts);
    }

    private CallScript.Played play(Program program, URI endpoint, Path authority) throws Exception {
        String account = freshAccount();
        ProcessBuilder builder = new ProcessBuilder(program.command());
        Path complaints = Files.createTempFile("virga-calls", ".err");
        Path answers = Files.createTempFile("virga-calls", ".json");
        Path config = Files.createTempFile("virga-calls", ".conf");
        try {
            // The server judges, not the client.
            Files.writeString(config, "[default]\nparameter_validation = false\n");
            Map<String, String> environment = builder.environment();
            environment.keySet().removeIf(name -> name.startsWith("AWS_"));
            environment.put("ACCOUNT", account);
            environment.put("REGION", REGION);
            environment.put("AWS_ENDPOINT_URL", endpoint.toString());
            environment.put("AWS_ACCESS_KEY_ID", account);
            environment.put("AWS_SECRET_ACCESS_KEY", "test");
            environment.put("AWS_REGION", REGION);
            environment.put("AWS_DEFAULT_REGION", REGION);
            environment.put("AWS_CONFIG_FILE", config.toString());
            environment.put("AWS_SHARED_CREDENTIALS_FILE", "/dev/null");
            environment.put("AWS_CA_BUNDLE", authority.toString());
            environment.put("NODE_EXTRA_CA_CERTS", authority.toString());
            environment.put("PYTHONDONTWRITEBYTECODE", "1");
            Process process = builder.redirectOutput(answers.toFile())
                    .redirectError(complaints.toFile())
                    .start();
            try {
                assertThat(process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES))
                        .as("%s ends in time", program.name())
                        .isTrue();
            } finally {
                process.destroyForcibly().waitFor();
            }
            assertThat(process.exitValue())
                    .as("%s: %s", program.name(), tail(complaints))
                    .isZero();
            CallScript.Played played = CallScript.played(Files.readString(answers));
            return named(played, endpoint);
        } finally {
            Files.delete(complaints);
            Files.delete(answers);
            Files.delete(config);
        }
    }

    private static String tail(Path file) throws IOException {
        byte[] all = Files.readAllBytes(file);
        int from = Math.max(0, all.length - 2000);
        return new String(all, from, all.length - from, StandardCharsets.UTF_8);
    }

    private CallScript.Played playJava(URI endpoint, Path authority) throws Exception {
        String account = freshAccount();
        try (SdkHttpClient http = client(authority);
                JavaSdk sdk = new JavaSdk(endpoint, account, REGION, http)) {
            return named(script.play("AWS SDK for Java", account, REGION, sdk::call), endpoint);
        }
    }

    private static CallScript.Played named(CallScript.Played played, URI endpoint) {
        return played.named(played.client() + " over " + endpoint.getScheme());
    }

    private static SdkHttpClient client(Path authority) throws Exception {
        KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
        trusted.load(null, null);
        try (var in = Files.newInputStream(authority)) {
            trusted.setCertificateEntry(
                    "virga", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init(trusted);
        return ApacheHttpClient.builder()
                .tlsTrustManagersProvider(factory::getTrustManagers)
                .build();
    }
}
