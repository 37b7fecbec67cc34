package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.http.RawClient.Answer;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileRequestsTest {
    private HttpServer server;

    @BeforeAll
    void start() throws IOException {
        server = HttpServer.start(HttpServerOptions.listen("127.0.0.1", 0), request -> {
            byte[] body = request.body().bytes(1 << 20);
            return new HttpResponse(200).body("text/plain", body);
        });
    }

    @AfterAll
    void stop() {
        server.close();
    }

    static Stream<Arguments> refused() {
        String line = "POST / HTTP/1.1\r\nHost: a\r\n";
        return Stream.of(
                Arguments.of("no HTTP", 505, "hello there\r\n\r\n"),
                Arguments.of("TLS on a plain port", 400, "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n"),
                Arguments.of("unknown version", 505, "GET / HTTP/7.3\r\nHost: a\r\n\r\n"),
                Arguments.of("no host", 400, "GET / HTTP/1.1\r\n\r\n"),
                Arguments.of("two hosts", 400, line + "Host: b\r\n\r\n"),
                Arguments.of("space before the colon", 400, line + "Content-Length : 3\r\n\r\nabc"),
                Arguments.of("folded header", 400, line + "X-A: b\r\n c\r\nContent-Length: 0\r\n\r\n"),
                Arguments.of(
                        "length and chunked",
                        400,
                        line + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("two lengths", 400, line + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd"),
                Arguments.of("list of lengths", 400, line + "Content-Length: 3, 4\r\n\r\nabcd"),
                Arguments.of("negative length", 400, line + "Content-Length: -1\r\n\r\n"),
                Arguments.of("signed length", 400, line + "Content-Length: +3\r\n\r\nabc"),
                Arguments.of("huge length", 400, line + "Content-Length: 99999999999999999999999\r\n\r\n"),
                Arguments.of("chunked is not last", 400, line + "Transfer-Encoding: chunked, gzip\r\n\r\n0\r\n\r\n"),
                Arguments.of(
                        "chunked twice",
                        400,
                        line + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"),
                Arguments.of("bad chunk size", 400, line + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\r\n"),
                Arguments.of(
                        "huge chunk size", 400, line + "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n\r\n"),
                Arguments.of("zero byte in a header", 400, line + "X-A: b\u0000c\r\n\r\n"),
                Arguments.of("lone line feed inside", 400, line + "X-A: b\rc\r\n\r\n"),
                Arguments.of("one long header", 431, line + "X-A: " + "b".repeat(9000) + "\r\n\r\n"),
                Arguments.of("many headers", 431, line + "X-A: 0123456789\r\n".repeat(6000) + "\r\n"),
                Arguments.of("endless target", 414, "GET /" + "a".repeat(100_000) + " HTTP/1.1\r\n\r\n"));
    }

    /// What proxies and servers may read differently, so that one request hides another.
    static Stream<Arguments> smuggled() {
        String line = "POST / HTTP/1.1\r\nHost: a\r\n";
        String hidden = "GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n";
        String chunked = line + "Transfer-Encoding: chunked\r\n\r\n";
        return Stream.of(
                Arguments.of(
                        "chunked and length",
                        400,
                        line + "Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n0\r\n\r\n" + hidden),
                Arguments.of("an unknown coding", 400, line + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n" + hidden),
                Arguments.of(
                        "identity", 400, line + "Transfer-Encoding: identity\r\nContent-Length: 3\r\n\r\nabc" + hidden),
                Arguments.of(
                        "coding with a space before the colon",
                        400,
                        line + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + hidden),
                Arguments.of(
                        "coding after a vertical tab",
                        400,
                        line + "Transfer-Encoding:\u000bchunked\r\n\r\n0\r\n\r\n" + hidden),
                Arguments.of(
                        "coding in quotes", 400, line + "Transfer-Encoding: \"chunked\"\r\n\r\n0\r\n\r\n" + hidden),
                Arguments.of(
                        "chunked in HTTP/1.0",
                        400,
                        "POST / HTTP/1.0\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden),
                Arguments.of("a header before the first", 400, "POST / HTTP/1.1\r\n Host: a\r\n\r\n" + hidden),
                Arguments.of("a name with a space", 400, line + "X Y: a\r\n\r\n" + hidden),
                Arguments.of("no name", 400, line + ": a\r\n\r\n" + hidden),
                Arguments.of("no colon", 400, line + "Content-Length\r\n\r\n" + hidden),
                Arguments.of("hexadecimal length", 400, line + "Content-Length: 0x3\r\n\r\nabc" + hidden),
                Arguments.of("empty length", 400, line + "Content-Length:\r\n\r\n" + hidden),
                Arguments.of("chunk size 0x3", 400, chunked + "0x3\r\nabc\r\n0\r\n\r\n" + hidden),
                Arguments.of("chunk size +3", 400, chunked + "+3\r\nabc\r\n0\r\n\r\n" + hidden),
                Arguments.of("chunk size -3", 400, chunked + "-3\r\nabc\r\n0\r\n\r\n" + hidden),
                Arguments.of("no chunk size", 400, chunked + "\r\nabc\r\n0\r\n\r\n" + hidden),
                Arguments.of("another host in the target", 400, "GET http://b/ HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("a method that is none", 400, "GE(T / HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("a host that is none", 400, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n"),
                Arguments.of("an endless method", 431, "G".repeat(70_000) + " / HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("a tunnel", 501, "CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"),
                Arguments.of("a trace", 501, "TRACE / HTTP/1.1\r\nHost: a\r\n\r\n"),
                Arguments.of("an unknown expectation", 417, line + "Expect: wonders\r\n\r\n"),
                Arguments.of("HTTP/2 of no kind", 426, "GET / HTTP/2.0\r\nHost: a\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"refused", "smuggled"})
    void isRefusedAndHarmsNobody(String what, int status, String bytes) throws IOException {
        try (RawClient client = new RawClient(server.port())) {
            CompletableFuture<Void> sending = CompletableFuture.runAsync(() -> {
                try {
                    client.send(bytes);
                } catch (IOException e) {
                    // The server stopped listening half-way: that is what it may do.
                }
            });
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(status);
            assertThat(answer.body()).matches("(?s)[^<]*|<\\?xml .*|<html>.*").doesNotContain("Exception");
            if (status == 400) {
                assertThat(client.rest()).as("a second answer").isEmpty();
            }
            sending.join();
        }
        try (RawClient other = new RawClient(server.port())) {
            other.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
            assertThat(other.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void whoGoesInTheMiddleOfARequestLeavesNothingBehind() throws IOException {
        for (String part :
                new String[] {"P", "POST / HTTP/1.1\r\nHo", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc"
                }) {
            try (RawClient client = new RawClient(server.port())) {
                client.send(part);
            }
        }
        try (RawClient other = new RawClient(server.port())) {
            other.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nok");
            assertThat(other.read().body()).isEqualTo("ok");
        }
    }

    @Test
    void aSilentConnectionIsClosedButAWorkingHandlerIsNot() throws Exception {
        CompletableFuture<Void> go = new CompletableFuture<>();
        HttpServerOptions options = HttpServerOptions.listen("127.0.0.1", 0).withIdleTimeout(Duration.ofMillis(200));
        try (HttpServer impatient = HttpServer.start(options, request -> {
                    if (request.rawPath().equals("/slow")) {
                        go.orTimeout(20, TimeUnit.SECONDS).join();
                    }
                    return new HttpResponse(200)
                            .body("text/plain", request.body().bytes(100));
                });
                RawClient working = new RawClient(impatient.port());
                RawClient silent = new RawClient(impatient.port());
                RawClient stuck = new RawClient(impatient.port())) {
            working.send("GET /slow HTTP/1.1\r\nHost: a\r\n\r\n");
            stuck.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 9\r\n\r\nabc");
            assertThat(silent.ended()).isTrue();
            assertThat(stuck.read().status()).isIn(400, 408);
            go.complete(null);
            assertThat(working.read().status()).isEqualTo(200);
        }
    }

    @Test
    void connectionsAboveTheLimitWaitForTheirTurn() throws Exception {
        HttpServerOptions options = HttpServerOptions.listen("127.0.0.1", 0).withMaxConnections(2);
        try (HttpServer small = HttpServer.start(
                options, request -> new HttpResponse(200).body("text/plain", "x".getBytes(StandardCharsets.UTF_8)))) {
            String get = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
            try (RawClient one = new RawClient(small.port());
                    RawClient two = new RawClient(small.port());
                    RawClient three = new RawClient(small.port())) {
                assertThat(one.send(get).read().status()).isEqualTo(200);
                assertThat(two.send(get).read().status()).isEqualTo(200);
                three.send(get);
                one.leave();
                assertThat(three.read().status()).isEqualTo(200);
            }
        }
    }
}
