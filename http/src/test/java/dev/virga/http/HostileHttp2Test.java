package dev.virga.http;

import static dev.virga.http.RawHttp2.ACK;
import static dev.virga.http.RawHttp2.CONTINUATION;
import static dev.virga.http.RawHttp2.DATA;
import static dev.virga.http.RawHttp2.END_HEADERS;
import static dev.virga.http.RawHttp2.END_STREAM;
import static dev.virga.http.RawHttp2.HEADERS;
import static dev.virga.http.RawHttp2.PADDED;
import static dev.virga.http.RawHttp2.PING;
import static dev.virga.http.RawHttp2.PRIORITY;
import static dev.virga.http.RawHttp2.PUSH_PROMISE;
import static dev.virga.http.RawHttp2.RST_STREAM;
import static dev.virga.http.RawHttp2.SETTINGS;
import static dev.virga.http.RawHttp2.WINDOW_UPDATE;
import static dev.virga.http.RawHttp2.bytes;
import static dev.virga.http.RawHttp2.fields;
import static dev.virga.http.RawHttp2.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.wire.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class HostileHttp2Test {
    private static final int WHOLE = END_STREAM | END_HEADERS;
    private static final int FLOOD = 3_000;

    private final CountDownLatch go = new CountDownLatch(1);
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start(HttpServerOptions.listen("127.0.0.1", 0), request -> {
            if (request.rawPath().equals("/wait")) {
                try {
                    go.await(20, TimeUnit.SECONDS);
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            byte[] host = request.headers().get("Host", "").getBytes(StandardCharsets.UTF_8);
            request.body().bytes(1 << 20);
            return new HttpResponse(200).body("text/plain", host);
        });
    }

    @AfterEach
    void stop() {
        go.countDown();
        server.close();
    }

    private void stillServes() throws IOException {
        try (RawHttp2 other = RawHttp2.open(server.port())) {
            other.frame(HEADERS, WHOLE, 1, get("/"));
            assertThat(RawHttp2.isOk(other.until(HEADERS))).isTrue();
        }
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replace(" ", ""));
    }

    static Stream<Arguments> endsTheConnection() {
        return Stream.of(
                Arguments.of("data without a stream", bytes(DATA, 0, 0, new byte[1])),
                Arguments.of("data on an idle stream", bytes(DATA, 0, 5, new byte[1])),
                Arguments.of("headers without a stream", bytes(HEADERS, WHOLE, 0, get("/"))),
                Arguments.of("headers on an even stream", bytes(HEADERS, WHOLE, 2, get("/"))),
                Arguments.of("a frame of 16 MB", hex("ffffff 00 00 00000001")),
                Arguments.of("settings of 5 bytes", bytes(SETTINGS, 0, 0, new byte[5])),
                Arguments.of("settings on a stream", bytes(SETTINGS, 0, 1, new byte[6])),
                Arguments.of("settings acknowledged with content", bytes(SETTINGS, ACK, 0, new byte[6])),
                Arguments.of("a window too large by settings", bytes(SETTINGS, 0, 0, hex("0004 ffffffff"))),
                Arguments.of("a frame size out of range", bytes(SETTINGS, 0, 0, hex("0005 00000001"))),
                Arguments.of("a ping of 7 bytes", bytes(PING, 0, 0, new byte[7])),
                Arguments.of("a ping on a stream", bytes(PING, 0, 1, new byte[8])),
                Arguments.of("a window that grows by nothing", bytes(WINDOW_UPDATE, 0, 0, new byte[4])),
                Arguments.of("a window that overflows", bytes(WINDOW_UPDATE, 0, 0, hex("7fffffff"))),
                Arguments.of("a window update of 3 bytes", bytes(WINDOW_UPDATE, 0, 0, new byte[3])),
                Arguments.of("a continuation of nothing", bytes(CONTINUATION, END_HEADERS, 1, get("/"))),
                Arguments.of("a promise by a client", bytes(PUSH_PROMISE, END_HEADERS, 1, hex("00000002"))),
                Arguments.of("a reset of an idle stream", bytes(RST_STREAM, 0, 7, hex("00000008"))),
                Arguments.of("a reset of 3 bytes", bytes(RST_STREAM, 0, 7, new byte[3])),
                Arguments.of("more padding than frame", bytes(HEADERS, WHOLE | PADDED, 1, hex("ff 00"))),
                Arguments.of("an index beyond the table", bytes(HEADERS, WHOLE, 1, hex("ff ff ff 7f"))),
                Arguments.of("index 0", bytes(HEADERS, WHOLE, 1, hex("80"))),
                Arguments.of("a string longer than the block", bytes(HEADERS, WHOLE, 1, hex("00 7f ff ff ff 07"))),
                Arguments.of("bad Huffman code", bytes(HEADERS, WHOLE, 1, hex("00 84 ffffffff 01 61"))),
                Arguments.of("a table of 1 GB", bytes(HEADERS, WHOLE, 1, hex("3f ff ff ff ff 03"))),
                Arguments.of("headers of 200 KB", large()),
                Arguments.of("data between parts of headers", interrupted()));
    }

    private static byte[] large() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(HEADERS, END_STREAM, 1, get("/")));
        for (int i = 0; i < 13; i++) {
            all.writeBytes(bytes(CONTINUATION, 0, 1, fields("x-" + i, "y".repeat(16_000))));
        }
        all.writeBytes(bytes(CONTINUATION, END_HEADERS, 1, new byte[0]));
        return all.toByteArray();
    }

    private static byte[] interrupted() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(bytes(HEADERS, 0, 1, get("/")));
        all.writeBytes(bytes(DATA, END_STREAM, 1, new byte[1]));
        return all.toByteArray();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("endsTheConnection")
    void badFramesEndTheirConnectionOnly(String what, byte[] frames) throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            try {
                client.raw(frames);
            } catch (IOException e) {
                // It has ended already.
            }
            assertThat(client.ended()).isTrue();
        }
        stillServes();
    }

    static Stream<Arguments> badRequests() {
        return Stream.of(
                Arguments.of("no method", fields(":scheme", "http", ":path", "/", ":authority", "a")),
                Arguments.of("no path", fields(":method", "GET", ":scheme", "http", ":authority", "a")),
                Arguments.of("empty path", fields(":method", "GET", ":scheme", "http", ":path", "", ":authority", "a")),
                Arguments.of("no scheme", fields(":method", "GET", ":path", "/", ":authority", "a")),
                Arguments.of(
                        "two paths",
                        fields(":method", "GET", ":scheme", "http", ":path", "/", ":path", "/x", ":authority", "a")),
                Arguments.of(
                        "an unknown pseudo header",
                        fields(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", ":x", "y")),
                Arguments.of(
                        "a pseudo header at the end",
                        fields(":method", "GET", ":scheme", "http", "x", "y", ":path", "/", ":authority", "a")),
                Arguments.of(
                        "a header of the connection",
                        fields(
                                ":method",
                                "GET",
                                ":scheme",
                                "http",
                                ":path",
                                "/",
                                ":authority",
                                "a",
                                "connection",
                                "close")),
                Arguments.of(
                        "another host",
                        fields(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "a", "host", "b")),
                Arguments.of("no host", fields(":method", "GET", ":scheme", "http", ":path", "/")),
                Arguments.of("connect", fields(":method", "CONNECT", ":authority", "a:443")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badRequests")
    void badRequestsAreRefused(String what, byte[] block) throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            client.frame(HEADERS, WHOLE, 1, block);
            RawHttp2.Frame frame = client.read();
            while (frame != null && frame.stream() == 0) {
                frame = client.read();
            }
            boolean refused =
                    frame == null || frame.type() == RST_STREAM || (frame.type() == HEADERS && !RawHttp2.isOk(frame));
            assertThat(refused).isTrue();
        }
        stillServes();
    }

    static Stream<Arguments> floods() {
        return Stream.of(
                Arguments.of("pings", bytes(PING, 0, 0, new byte[8])),
                Arguments.of("settings", bytes(SETTINGS, 0, 0, new byte[0])),
                Arguments.of("priorities", bytes(PRIORITY, 0, 1, hex("00000003 10"))),
                Arguments.of("unknown frames", bytes(77, 0, 0, new byte[8])));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("floods")
    void aFloodOfFramesEndsItsConnection(String what, byte[] frame) throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            flood(client, frame);
            assertThat(client.ended()).isTrue();
        }
        assertThat(server.counts().http2Abuse()).isPositive();
        stillServes();
    }

    private static void flood(RawHttp2 client, byte[] frame) {
        try {
            for (int i = 0; i < FLOOD; i++) {
                client.raw(frame);
            }
        } catch (IOException e) {
            // The server has had enough.
        }
    }

    /// CVE-2023-44487: requests that are taken back as soon as they are made.
    @Test
    void rapidResetsEndTheirConnection() throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            ByteArrayOutputStream pairs = new ByteArrayOutputStream();
            for (int i = 0; i < FLOOD; i++) {
                pairs.writeBytes(bytes(HEADERS, WHOLE, 2 * i + 1, get("/wait")));
                pairs.writeBytes(bytes(RST_STREAM, 0, 2 * i + 1, hex("00000008")));
            }
            try {
                client.raw(pairs.toByteArray());
            } catch (IOException e) {
                // The server has had enough.
            }
            assertThat(client.ended()).isTrue();
        }
        assertThat(server.counts().http2Abuse()).isPositive();
        assertThat(server.counts().handled()).isLessThan(FLOOD / 2);
        go.countDown();
        stillServes();
    }

    @Test
    void endlessHeadersEndTheirConnection() throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            client.frame(HEADERS, END_STREAM, 1, get("/"));
            flood(client, bytes(CONTINUATION, 0, 1, fields("x", "y".repeat(1_000))));
            assertThat(client.ended()).isTrue();
        }
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            client.frame(HEADERS, END_STREAM, 1, get("/"));
            flood(client, bytes(CONTINUATION, 0, 1, new byte[0]));
            assertThat(client.ended()).isTrue();
        }
        stillServes();
    }

    @Test
    void emptyDataWithoutEndEndsItsConnection() throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            client.frame(
                    HEADERS,
                    END_HEADERS,
                    1,
                    fields(":method", "POST", ":scheme", "http", ":path", "/", ":authority", "a"));
            flood(client, bytes(DATA, 0, 1, new byte[0]));
            assertThat(client.ended()).isTrue();
        }
        stillServes();
    }

    /// A large entry of the dynamic table, named again and again: a few bytes that become
    /// megabytes.
    @Test
    void aHeaderBombIsNotUnpacked() throws IOException {
        ByteArrayOutputStream block = new ByteArrayOutputStream();
        block.writeBytes(get("/"));
        block.write(0x40);
        RawHttp2.string(block, "x");
        RawHttp2.string(block, "y".repeat(4_000));
        for (int i = 0; i < 10_000; i++) {
            block.write(0xbe);
        }
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            client.frame(HEADERS, WHOLE, 1, block.toByteArray());
            assertThat(client.ended()).isTrue();
        }
        stillServes();
    }

    @Test
    void aConnectionHasSoManyStreamsAndNoMore() throws IOException {
        int streams = EdgeLimits.DEFAULT.streams();
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            for (int i = 0; i <= streams; i++) {
                client.frame(HEADERS, WHOLE, 2 * i + 1, get("/wait"));
            }
            RawHttp2.Frame refused = client.until(RST_STREAM);
            assertThat(refused.stream()).isEqualTo(2 * streams + 1);
            assertThat(refused.payload()).as("REFUSED_STREAM").isEqualTo(hex("00000007"));
            go.countDown();
            assertThat(client.until(HEADERS)).isNotNull();
        }
    }

    @Test
    void aWrongPrefaceIsNoHttp2() throws IOException {
        try (RawHttp2 client = new RawHttp2(server.port())) {
            client.raw("PRI * HTTP/2.0\r\n\r\nXX\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.ended()).isTrue();
        }
        stillServes();
    }

    @Test
    void theAuthorityIsTheHost() throws IOException {
        try (RawHttp2 client = RawHttp2.open(server.port())) {
            client.frame(
                    HEADERS,
                    WHOLE,
                    1,
                    fields(":method", "GET", ":scheme", "http", ":path", "/", ":authority", "b.s3.localhost:4566"));
            assertThat(new String(client.until(DATA).payload(), StandardCharsets.UTF_8))
                    .isEqualTo("b.s3.localhost:4566");
        }
    }
}
