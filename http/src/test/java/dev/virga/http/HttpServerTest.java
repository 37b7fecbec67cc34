package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.http.RawClient.Answer;
import dev.virga.wire.Body;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpServerTest {
    private HttpServer server;
    private volatile Handler handler = HttpServerTest::echo;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.start(
                HttpServerOptions.listen("127.0.0.1", 0).withStopTimeout(Duration.ofSeconds(5)),
                request -> handler.handle(request));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static HttpResponse echo(HttpRequest request) throws IOException {
        String query = request.rawQuery() == null ? "-" : request.rawQuery();
        String body = new String(request.body().bytes(1 << 20), StandardCharsets.ISO_8859_1);
        String text = request.method() + " " + request.rawPath() + " " + query + " " + body;
        return new HttpResponse(200).body("text/plain", text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private RawClient client() throws IOException {
        return new RawClient(server.port());
    }

    private static String get(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    @Test
    void oneConnectionServesManyRequestsAlsoWhenTheyComeAtOnce() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send(get("/1")).read().body()).isEqualTo("GET /1 - ");
            client.send(get("/2") + "POST /3?q HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi" + get("/4"));
            assertThat(client.read().body()).isEqualTo("GET /2 - ");
            assertThat(client.read().body()).isEqualTo("POST /3 q hi");
            Answer last = client.read();
            assertThat(last.body()).isEqualTo("GET /4 - ");
            assertThat(last.header("Server")).isNull();
            assertThat(last.header("Content-Length")).isEqualTo("9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a//b/../c/./d;v=1/%2F%2e%2E/%zz%ff+%20",
                "//bucket//key",
                "/..",
                "/../../etc/passwd",
                "/;a=b/%00",
                "/a\\b|c",
                "/%",
                "/x:y@z/"
            })
    void thePathAndQueryArriveAsTheyWereSent(String path) throws IOException {
        try (RawClient client = client()) {
            Answer answer = client.send(get(path + "?x=%2F;&&=+#")).read();
            assertThat(answer.body()).isEqualTo("GET " + path + " x=%2F;&&=+ ");
        }
    }

    /// SDKs send the body after the head, and may be refused before it is there.
    @Test
    void aBodyThatNobodyReadsDoesNotCostTheConnection() throws Exception {
        CountDownLatch called = new CountDownLatch(1);
        handler = request -> {
            called.countDown();
            return new HttpResponse(403);
        };
        try (RawClient client = client()) {
            client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            called.await();
            client.send("hello" + get("/2"));
            assertThat(client.read().status()).isEqualTo(403);
            assertThat(client.read().status()).isEqualTo(403);
        }
    }

    @Test
    void aLargeBodyThatNobodyReadsEndsTheConnectionInWords() throws IOException {
        handler = request -> new HttpResponse(403);
        try (RawClient client = client()) {
            client.send("POST /1 HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.header("Connection")).isEqualTo("close");
        }
    }

    @Test
    void anAbsoluteTargetAndRawUtf8AreUnderstood() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send(get("http://a/b//../c?d")).read().body()).isEqualTo("GET /b//../c d ");
            client.send("GET /caf\u00e9?\u00e9 HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.UTF_8));
            assertThat(client.read().body()).isEqualTo("GET /caf%C3%A9 %C3%A9 ");
        }
    }

    @Test
    void theTargetMayBeAbsoluteOrAStar() throws IOException {
        try (RawClient client = client()) {
            assertThat(client.send("GET http://a/b%2Fc?d HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("GET /b%2Fc d ");
            assertThat(client.send("OPTIONS * HTTP/1.1\r\nHost: a\r\n\r\n")
                            .read()
                            .body())
                    .isEqualTo("OPTIONS / - ");
        }
    }

    @Test
    void aChunkedBodyIsPutTogether() throws IOException {
        try (RawClient client = client()) {
            client.send("PUT /c HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            client.send("2;ext=1\r\nde\r\n0\r\nTrailer: x\r\n\r\n" + get("/next"));
            assertThat(client.read().body()).isEqualTo("PUT /c - abcde");
            assertThat(client.read().body()).isEqualTo("GET /next - ");
        }
    }

    @Test
    void headAnd204And304HaveNoBody() throws IOException {
        handler = request -> {
            int status = Integer.parseInt(request.rawPath().substring(1));
            HttpResponse response =
                    new HttpResponse(status).body("text/plain", "body".getBytes(StandardCharsets.UTF_8));
            return request.rawQuery() == null ? response : response.header("Content-Length", request.rawQuery());
        };
        try (RawClient client = client()) {
            Answer head = client.send("HEAD /200 HTTP/1.1\r\nHost: a\r\n\r\n").readHeadOnly();
            assertThat(head.header("Content-Length")).isEqualTo("4");
            Answer object = client.send("HEAD /200?5000000000 HTTP/1.1\r\nHost: a\r\n\r\n")
                    .readHeadOnly();
            assertThat(object.header("Content-Length")).isEqualTo("5000000000");
            assertThat(client.send(get("/204")).read().status()).isEqualTo(204);
            assertThat(client.send(get("/304")).read().status()).isEqualTo(304);
            assertThat(client.send(get("/200")).read().body()).isEqualTo("body");
        }
    }

    @Test
    void aClientThatAsksFirstIsToldToContinueOnlyWhenTheBodyIsRead() throws IOException {
        String ask = " HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n";
        handler = request -> request.rawPath().equals("/no") ? new HttpResponse(403) : echo(request);
        try (RawClient client = client()) {
            assertThat(client.send("PUT /yes" + ask).read().status()).isEqualTo(100);
            assertThat(client.send("abc").read().body()).isEqualTo("PUT /yes - abc");
        }
        try (RawClient client = client()) {
            assertThat(client.send("PUT /no" + ask).read().status()).isEqualTo(403);
            assertThat(client.ended()).isTrue();
        }
    }

    @Test
    void anAnswerOfUnknownLengthIsSentPieceByPiece() throws Exception {
        CountDownLatch seen = new CountDownLatch(1);
        handler = request -> {
            HttpResponse response = new HttpResponse(200);
            response.body = new Body(new Pieces(seen), -1);
            return response;
        };
        try (RawClient client = client()) {
            assertThat(client.send(get("/")).readHeadOnly().header("Transfer-Encoding"))
                    .isEqualTo("chunked");
            assertThat(client.chunk()).isEqualTo("first");
            seen.countDown();
            assertThat(client.chunk()).isEqualTo("second");
            assertThat(client.chunk()).isEmpty();
        }
    }

    /// The second piece comes only after somebody has seen the first.
    private static final class Pieces extends InputStream {
        private final CountDownLatch seen;
        private int turn;

        Pieces(CountDownLatch seen) {
            this.seen = seen;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            if (turn == 1) {
                try {
                    assertThat(seen.await(20, TimeUnit.SECONDS)).isTrue();
                } catch (InterruptedException e) {
                    throw new IOException(e);
                }
            }
            if (turn == 2) {
                return -1;
            }
            byte[] piece = (turn++ == 0 ? "first" : "second").getBytes(StandardCharsets.UTF_8);
            System.arraycopy(piece, 0, into, offset, piece.length);
            return piece.length;
        }

        @Override
        public int read() {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void twoGigabytesPassThroughBothWaysInBoundedMemory() throws Exception {
        long size = 2L << 30;
        AtomicLong received = new AtomicLong();
        handler = request -> {
            byte[] buffer = new byte[64 << 10];
            for (int n; (n = request.body().stream().read(buffer)) > 0; ) {
                received.addAndGet(n);
            }
            HttpResponse response = new HttpResponse(200);
            response.body = new Body(new Zeros(size), size);
            return response;
        };
        try (HttpClient http = HttpClient.newHttpClient()) {
            var request = java.net.http.HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/big"))
                    .PUT(java.net.http.HttpRequest.BodyPublishers.ofInputStream(() -> new Zeros(size)))
                    .build();
            var response = http.send(request, BodyHandlers.ofInputStream());
            long sent = 0;
            byte[] buffer = new byte[64 << 10];
            try (InputStream in = response.body()) {
                for (int n; (n = in.read(buffer)) > 0; ) {
                    sent += n;
                }
            }
            assertThat(sent).isEqualTo(size);
            assertThat(received).hasValue(size);
        }
    }

    private static final class Zeros extends InputStream {
        private long left;
        private volatile boolean closed;

        Zeros(long size) {
            this.left = size;
        }

        @Override
        public int read() {
            return left-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (left <= 0) {
                return -1;
            }
            int n = (int) Math.min(left, length);
            left -= n;
            return n;
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    @Test
    void whenTheClientGoesTheAnswerIsReadNoFurther() throws Exception {
        Zeros endless = new Zeros(Long.MAX_VALUE);
        CompletableFuture<Void> closed = new CompletableFuture<>();
        handler = request -> {
            HttpResponse response = new HttpResponse(200);
            response.body = new Body(
                    new java.io.FilterInputStream(endless) {
                        @Override
                        public void close() {
                            closed.complete(null);
                        }
                    },
                    -1);
            return response;
        };
        try (RawClient client = client()) {
            client.send(get("/")).readHeadOnly();
        }
        closed.get(20, TimeUnit.SECONDS);
    }

    @Test
    void aBodyThatFailsOrEndsEarlyNeverLooksComplete() throws IOException {
        handler = request -> {
            HttpResponse response = new HttpResponse(200);
            response.body = new Body(new Zeros(100_000), 200_000);
            return response;
        };
        try (RawClient client = client()) {
            client.send(get("/")).readHeadOnly();
            long count = 0;
            while (!client.ended()) {
                count++;
            }
            assertThat(count).isLessThan(200_000);
        }
    }

    @Test
    void aHeaderWithALineBreakIsNeverSent() throws IOException {
        handler = request -> new HttpResponse(200).header("X-A", "b\r\nSet-Cookie: c=d");
        try (RawClient client = client()) {
            Answer answer = client.send(get("/")).read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.head()).doesNotContain("Set-Cookie");
        }
    }

    @Test
    void aHandlerThatFailsAnswers500AndTheConnectionLives() throws IOException {
        handler = request -> {
            throw new IllegalStateException("secret detail");
        };
        try (RawClient client = client()) {
            Answer answer = client.send(get("/")).read();
            assertThat(answer.status()).isEqualTo(500);
            assertThat(answer.body()).doesNotContain("secret");
            handler = HttpServerTest::echo;
            assertThat(client.send(get("/again")).read().status()).isEqualTo(200);
        }
    }

    @Test
    void aRunningRequestEndsBeforeTheServerDoes() throws Exception {
        int port = server.port();
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        handler = request -> {
            arrived.countDown();
            try {
                assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            return new HttpResponse(200).body("text/plain", new byte[] {'x'});
        };
        try (RawClient client = client()) {
            client.send(get("/"));
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
            go.countDown();
            assertThat(client.read().body()).isEqualTo("x");
            closing.get(20, TimeUnit.SECONDS);
        }
        assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(IOException.class);
    }

    @Test
    void aConnectionAcceptedElsewhereIsServedUntilItCloses() throws Exception {
        CompletableFuture<Void> served;
        try (ServerSocketChannel elsewhere = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0));
                RawClient client = new RawClient(elsewhere.socket().getLocalPort())) {
            SocketChannel accepted = elsewhere.accept();
            served = CompletableFuture.runAsync(() -> adopt(accepted));
            assertThat(client.send(get("/inside")).read().body()).isEqualTo("GET /inside - ");
            assertThat(client.send(get("/again")).read().body()).isEqualTo("GET /again - ");
            assertThat(served).isNotDone();
        }
        served.get(20, TimeUnit.SECONDS);
    }

    private void adopt(SocketChannel accepted) {
        try {
            server.adopt(accepted);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aTakenPortIsReported() {
        assertThatThrownBy(() -> HttpServer.start(
                                HttpServerOptions.listen("127.0.0.1", server.port()), HttpServerTest::echo)
                        .close())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("bind");
    }
}
