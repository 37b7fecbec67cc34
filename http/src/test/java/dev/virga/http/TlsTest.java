package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TlsTest {
    @TempDir
    static Path folder;

    private final AtomicInteger asked = new AtomicInteger();
    private Identity identity;
    private SSLContext trusting;
    private HttpServer server;

    @BeforeAll
    void makeIdentity() throws Exception {
        identity = TestIdentity.make(folder, "ec", "EC");
        trusting = TestIdentity.trusting(identity.chain().getFirst());
    }

    @BeforeEach
    void start() throws Exception {
        asked.set(0);
        server = HttpServer.start(HttpServerOptions.listen("127.0.0.1", 0).withTls(this::current), TlsTest::describe);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Identity current() {
        asked.incrementAndGet();
        return identity;
    }

    private static HttpResponse describe(dev.virga.wire.HttpRequest request) throws IOException {
        String text = (request.secure() ? "secure " : "plain ") + request.method() + " " + request.rawPath() + " "
                + request.header("Host") + " " + request.body().bytes(1 << 20).length;
        return new HttpResponse(200).body("text/plain", text.getBytes(StandardCharsets.UTF_8));
    }

    private HttpClient client(HttpClient.Version version) {
        return HttpClient.newBuilder().sslContext(trusting).version(version).build();
    }

    private HttpRequest request(String scheme) {
        return HttpRequest.newBuilder(URI.create(scheme + "://127.0.0.1:" + server.port() + "/a%2Fb"))
                .POST(HttpRequest.BodyPublishers.ofString("body"))
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "https, HTTP_2,   HTTP_2",
        "https, HTTP_1_1, HTTP_1_1",
        "http,  HTTP_1_1, HTTP_1_1",
        "http,  HTTP_2,   HTTP_1_1",
    })
    void onePortSpeaksEverything(String scheme, HttpClient.Version wanted, HttpClient.Version spoken) throws Exception {
        try (HttpClient client = client(wanted)) {
            var answer = client.send(request(scheme), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(spoken);
            assertThat(answer.body())
                    .isEqualTo((scheme.equals("https") ? "secure" : "plain") + " POST /a%2Fb 127.0.0.1:" + server.port()
                            + " 4");
        }
    }

    @Test
    void aRequestWithoutBodyIsUpgradedToHttp2() throws Exception {
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            HttpRequest get = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/x?y"))
                    .build();
            for (int i = 0; i < 3; i++) {
                var answer = client.send(get, BodyHandlers.ofString());
                assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_2);
                assertThat(answer.body()).isEqualTo("plain GET /x 127.0.0.1:" + server.port() + " 0");
            }
        }
    }

    @Test
    void noCertificateIsNeededUntilSomebodySpeaksTls() throws Exception {
        try (RawClient plain = new RawClient(server.port())) {
            assertThat(plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read().status())
                    .isEqualTo(200);
        }
        assertThat(asked).hasValue(0);
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            client.send(request("https"), BodyHandlers.ofString());
        }
        assertThat(asked).hasValue(1);
    }

    private SSLSocket socket(int port) throws IOException {
        SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return socket;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void todaysVersionsWork(String version) throws Exception {
        try (SSLSocket socket = socket(server.port())) {
            socket.setEnabledProtocols(new String[] {version});
            socket.startHandshake();
            assertThat(socket.getSession().getProtocol()).isEqualTo(version);
            assertThat(socket.getSession().getCipherSuite()).contains("GCM");
        }
    }

    @Test
    void onATlsPortPlainHttpIsNotServed() throws Exception {
        try (HttpServer strict = HttpServer.start(
                HttpServerOptions.listen("127.0.0.1", 0)
                        .withTlsOnly(this::current)
                        .withOwnPort(),
                new Handlers(TlsTest::describe, r -> new HttpResponse(299), TlsTest::describe))) {
            try (RawClient plain = new RawClient(strict.port())) {
                plain.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                // A TLS alert at most.
                assertThat(new String(plain.rest(), StandardCharsets.ISO_8859_1))
                        .doesNotContain("HTTP");
            }
            try (RawClient own = new RawClient(strict.ownPort())) {
                assertThat(own.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n").read().status())
                        .isEqualTo(299);
            }
            try (SSLSocket socket = socket(strict.port())) {
                socket.startHandshake();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A hello that ends in the middle, of no known version, of a huge record; an alert; nothing but a type.
                "160301",
                "16030100c8010000c4",
                "1603ffffff010000c4",
                "16030140010100",
                "150301000202280a0a",
                "16"
            })
    void brokenHandshakesHarmNobody(String hex) throws Exception {
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.getOutputStream().write(java.util.HexFormat.of().parseHex(hex));
            }
        }
        try (HttpClient client = client(HttpClient.Version.HTTP_2)) {
            assertThat(client.send(request("https"), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void aHandshakeThatTakesTooLongIsCutOff() throws Exception {
        EdgeLimits hasty = EdgeLimits.DEFAULT.withPatience(Duration.ofMillis(300), Duration.ofSeconds(20));
        try (HttpServer impatient = HttpServer.start(
                        HttpServerOptions.listen("127.0.0.1", 0)
                                .withTls(this::current)
                                .withLimits(hasty),
                        TlsTest::describe);
                RawClient slow = new RawClient(impatient.port())) {
            slow.send(new byte[] {0x16, 3, 1, 0, 100, 1});
            assertThat(slow.rest()).isEmpty();
            assertThat(impatient.counts().slowClients()).isEqualTo(1);
        }
    }

    @Test
    void aCertificateThatCannotBeUsedStopsATlsServerFromStarting() {
        HttpServerOptions options = HttpServerOptions.listen("127.0.0.1", 0).withTlsOnly(() -> {
            throw new IOException("no such file");
        });
        assertThatThrownBy(() -> HttpServer.start(options, TlsTest::describe))
                .isInstanceOf(IOException.class)
                .hasMessage("no such file");
    }

    @Test
    void whoDoesNotTrustTheCertificateGetsNoConnection() throws Exception {
        SSLContext other = TestIdentity.trusting(
                TestIdentity.make(folder, "other", "EC").chain().getFirst());
        try (HttpClient client = HttpClient.newBuilder().sslContext(other).build()) {
            assertThatThrownBy(() -> client.send(request("https"), BodyHandlers.ofString()))
                    .isInstanceOf(SSLException.class);
        }
    }
}
