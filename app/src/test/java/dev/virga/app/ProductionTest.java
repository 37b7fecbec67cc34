package dev.virga.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.http.Pem;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A server as `virga serve` starts it.
class ProductionTest {
    @TempDir
    Path home;

    private VirgaServer start(String... more) throws Exception {
        List<String> arguments =
                new ArrayList<>(List.of("--home", home.toString(), "--production", "--listen", "127.0.0.1:0"));
        arguments.addAll(List.of(more));
        return VirgaServer.start(Options.parse(arguments));
    }

    private HttpClient trusting() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null);
        trusted.setCertificateEntry(
                "ca", Pem.certificates(home.resolve("tls/ca.pem")).getFirst());
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), new SecureRandom());
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private HttpResponse<String> get(HttpClient client, String uri) throws Exception {
        String token = Files.readString(home.resolve("admin-token")).strip();
        return client.send(
                HttpRequest.newBuilder(URI.create(uri))
                        .header("Authorization", "Bearer " + token)
                        .build(),
                BodyHandlers.ofString());
    }

    private int ownPort() throws IOException {
        return Integer.parseInt(
                Files.readString(home.resolve("server.pid")).strip().split(" ")[1]);
    }

    @Test
    void itSpeaksTlsToTheNetworkAndKeepsTheAdminApiToItself() throws Exception {
        try (VirgaServer server = start("--host", "cloud.example");
                HttpClient client = trusting()) {
            assertThat(server.endpoint()).isEqualTo("https://cloud.example:" + server.port());
            String network = "https://127.0.0.1:" + server.port();
            assertThat(get(client, network + "/_virga/health").body()).isEqualTo("ok\n");
            for (String path : List.of("env", "status", "stop", "", "../_virga/env", "health/../env")) {
                assertThat(get(client, network + "/_virga/" + path).statusCode())
                        .as(path)
                        .isIn(404, 403);
            }
            assertThatThrownBy(() -> get(client, "http://127.0.0.1:" + server.port() + "/_virga/health"))
                    .isInstanceOf(IOException.class);

            String own = "http://127.0.0.1:" + ownPort() + "/_virga/";
            assertThat(ownPort()).isNotEqualTo(server.port());
            assertThat(get(client, own + "env").body())
                    .contains("AWS_ENDPOINT_URL=https://cloud.example:", "AWS_CA_BUNDLE=", "NODE_EXTRA_CA_CERTS=");
            assertThat(get(client, own + "ca").body()).startsWith(home.resolve("tls/ca.pem") + "\n");
            assertThat(get(client, own + "status?format=json").body())
                    .contains("\"edge\":{\"connections\":", "\"tooManyRequests\":0");
        }
        assertThat(home.resolve("server.pid")).doesNotExist();
    }

    @Test
    void behindAProxyItSpeaksPlainHttpAndStillKeepsTheAdminApi() throws Exception {
        try (VirgaServer server = start("--plain-http");
                HttpClient client = HttpClient.newHttpClient()) {
            String network = "http://127.0.0.1:" + server.port() + "/_virga/";
            assertThat(get(client, network + "health").body()).isEqualTo("ok\n");
            assertThat(get(client, network + "env").statusCode()).isEqualTo(404);
            String own = "http://127.0.0.1:" + ownPort() + "/_virga/";
            assertThat(get(client, own + "ca").body()).endsWith("\u001e1\n");
            assertThat(home.resolve("tls")).doesNotExist();
        }
    }

    @Test
    void theOperatorsCertificateIsUsed() throws Exception {
        try (VirgaServer made = start()) {
            assertThat(made.port()).isPositive();
        }
        String certificate = home.resolve("tls/server.pem").toString();
        String key = home.resolve("tls/server-key.pem").toString();
        try (VirgaServer server = start("--tls-cert", certificate, "--tls-key", key);
                HttpClient client = trusting()) {
            assertThat(get(client, "https://127.0.0.1:" + server.port() + "/_virga/health")
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"nowhere.pem", "tls/server-key.pem"})
    void aCertificateThatCannotBeUsedStopsTheStart(String name) throws Exception {
        try (VirgaServer made = start()) {
            assertThat(made.port()).isPositive();
        }
        String key = home.resolve("tls/server-key.pem").toString();
        assertThatThrownBy(() -> start("--tls-cert", home.resolve(name).toString(), "--tls-key", key))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(name);
        assertThat(home.resolve("server.pid")).doesNotExist();
    }
}
