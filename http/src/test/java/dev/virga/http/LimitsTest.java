package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.http.RawClient.Answer;
import dev.virga.wire.Body;
import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

class LimitsTest {
    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    private static HttpServer start(EdgeLimits limits, Handler handler) throws IOException {
        return HttpServer.start(HttpServerOptions.listen("127.0.0.1", 0).withLimits(limits), handler);
    }

    private static HttpResponse read(dev.virga.wire.HttpRequest request) throws IOException {
        return new HttpResponse(200).body("text/plain", request.body().bytes(10 << 20));
    }

    @Test
    void moreRequestsThanTheServerTakesAtATimeAreToldToComeAgain() throws Exception {
        CountDownLatch busy = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        try (HttpServer server = start(EdgeLimits.DEFAULT.with("requests", 1), request -> {
                    busy.countDown();
                    try {
                        assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new IOException(e);
                    }
                    return new HttpResponse(200);
                });
                RawClient one = new RawClient(server.port());
                RawClient two = new RawClient(server.port())) {
            one.send(GET);
            assertThat(busy.await(20, TimeUnit.SECONDS)).isTrue();
            Answer refused = two.send(GET).read();
            assertThat(refused.status()).isEqualTo(503);
            assertThat(refused.header("Retry-After")).isEqualTo("1");
            // botocore takes it for a server's own error, and tries again, only so.
            assertThat(refused.body()).startsWith("<html>");
            go.countDown();
            assertThat(one.read().status()).isEqualTo(200);
            assertThat(server.counts().tooManyRequests()).isEqualTo(1);
            // A request counts until a moment after its answer.
            int again = 503;
            for (int i = 0; i < 10_000 && again == 503; i++) {
                again = two.send(GET).read().status();
            }
            assertThat(again).isEqualTo(200);
        }
    }

    @Test
    void oneAddressCannotTakeEverything() throws Exception {
        EdgeLimits limits = EdgeLimits.DEFAULT
                .with("connections-per-address", 2)
                .with("requests-per-address", 2)
                .with("requests-per-second-per-address", 5);
        Remotes remotes = new Remotes(limits);
        Remotes.Remote greedy = remotes.of(InetAddress.getByName("192.0.2.1"));
        Remotes.Remote other = remotes.of(InetAddress.getByName("192.0.2.2"));
        assertThat(greedy.connected()).isTrue();
        assertThat(greedy.connected()).isTrue();
        assertThat(greedy.connected()).isFalse();
        assertThat(other.connected()).isTrue();
        assertThat(greedy.begins()).isTrue();
        assertThat(greedy.begins()).isTrue();
        assertThat(greedy.begins()).as("three at a time").isFalse();
        greedy.finished();
        greedy.finished();
        int more = 0;
        while (more < 1_000 && greedy.begins()) {
            greedy.finished();
            more++;
        }
        assertThat(more).as("twice the rate at once").isBetween(7, 50);
        assertThat(other.begins()).isTrue();
    }

    @Test
    void anIpv6NetworkIsOneAddressAndIdleOnesAreForgotten() throws Exception {
        Remotes remotes = new Remotes(EdgeLimits.DEFAULT);
        Remotes.Remote one = remotes.of(InetAddress.getByName("2001:db8:1:2::1"));
        assertThat(remotes.of(InetAddress.getByName("2001:db8:1:2:ffff::9"))).isSameAs(one);
        assertThat(remotes.of(InetAddress.getByName("2001:db8:1:3::1"))).isNotSameAs(one);
        remotes.forgetIdle(System.nanoTime() + Duration.ofMinutes(1).toNanos());
        assertThat(remotes.of(InetAddress.getByName("2001:db8:1:2::1"))).isNotSameAs(one);
    }

    @Test
    void aTrickledHeadIsCutOffAndAQuietConnectionIsNot() throws Exception {
        EdgeLimits hasty = EdgeLimits.DEFAULT.withPatience(Duration.ofMillis(1_500), Duration.ofSeconds(20));
        try (HttpServer server = start(hasty, LimitsTest::read);
                RawClient quiet = new RawClient(server.port());
                RawClient slow = new RawClient(server.port())) {
            assertThat(quiet.send(GET).read().status()).isEqualTo(200);
            assertThat(slow.send(GET).read().status()).isEqualTo(200);
            boolean cut = false;
            slow.send("GET / HTTP/1.1\r\nHost: a\r\n");
            for (int i = 0; i < 400 && !cut; i++) {
                LockSupport.parkNanos(50_000_000);
                try {
                    slow.send("X-" + i + ": a\r\n");
                } catch (IOException e) {
                    cut = true;
                }
            }
            assertThat(cut).isTrue();
            assertThat(server.counts().slowClients()).isEqualTo(1);
            assertThat(quiet.send(GET).read().status()).isEqualTo(200);
        }
    }

    @Test
    void aTrickledBodyIsCutOff() throws Exception {
        EdgeLimits hasty = EdgeLimits.DEFAULT.withPatience(Duration.ofSeconds(20), Duration.ofMillis(300));
        try (HttpServer server = start(hasty, LimitsTest::read);
                RawClient slow = new RawClient(server.port())) {
            slow.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000\r\n\r\n");
            Thread trickle = Thread.ofVirtual().start(() -> trickle(slow));
            assertThat(slow.read().status()).isEqualTo(408);
            assertThat(server.counts().slowClients()).isEqualTo(1);
            trickle.interrupt();
        }
    }

    private static void trickle(RawClient client) {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                client.send("x");
                LockSupport.parkNanos(20_000_000);
            }
        } catch (IOException e) {
            // The server has had enough.
        }
    }

    @Test
    void anAnswerThatNobodyTakesIsGivenUp() throws Exception {
        EdgeLimits hasty = EdgeLimits.DEFAULT
                .withPatience(Duration.ofSeconds(20), Duration.ofMillis(300))
                .with("bytes-per-second", 1 << 20);
        CountDownLatch closed = new CountDownLatch(1);
        try (HttpServer server = start(hasty, request -> {
                    HttpResponse response = new HttpResponse(200);
                    response.body = new Body(new Endless(closed), -1);
                    return response;
                });
                RawClient deaf = new RawClient(server.port())) {
            deaf.send(GET);
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(server.counts().slowClients()).isEqualTo(1);
        }
    }

    private static final class Endless extends InputStream {
        private final CountDownLatch closed;

        Endless(CountDownLatch closed) {
            this.closed = closed;
        }

        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return length;
        }

        @Override
        public void close() {
            closed.countDown();
        }
    }

    @Test
    void bodiesDoNotFillTheMemory() throws Exception {
        EdgeLimits small = EdgeLimits.DEFAULT.withBodies(8 << 20, 4 << 20);
        CountDownLatch held = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        String post = "POST /%s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\nExpect: 100-continue\r\n\r\n";
        try (HttpServer server = start(small, request -> {
                    HttpResponse answer = read(request);
                    if (request.rawPath().equals("/hold")) {
                        held.countDown();
                        try {
                            assertThat(go.await(20, TimeUnit.SECONDS)).isTrue();
                        } catch (InterruptedException e) {
                            throw new IOException(e);
                        }
                    }
                    return answer;
                });
                RawClient holder = new RawClient(server.port());
                RawClient second = new RawClient(server.port());
                RawClient tooMuch = new RawClient(server.port())) {
            assertThat(holder.send(post.formatted("hold", 3 << 20)).read().status())
                    .isEqualTo(100);
            holder.send(new byte[3 << 20]);
            assertThat(held.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(second.send(post.formatted("", 3 << 20)).read().status()).isEqualTo(100);
            sendInVain(second, new byte[3 << 20]);
            assertThat(second.read().status()).isEqualTo(503);
            go.countDown();
            assertThat(holder.read().status()).isEqualTo(200);
            assertThat(holder.send(post.formatted("", 3 << 20)).read().status()).isEqualTo(100);
            assertThat(holder.send(new byte[3 << 20]).read().status()).isEqualTo(200);
            assertThat(tooMuch.send(post.formatted("", 9_000_000)).read().status())
                    .as("without asking for the body")
                    .isEqualTo(413);
        }
    }

    private static void sendInVain(RawClient client, byte[] bytes) {
        try {
            client.send(bytes);
        } catch (IOException e) {
            // Told no before it was at the end.
        }
    }

    @Test
    void aChunkedBodyHasAnEndToo() throws Exception {
        EdgeLimits small = EdgeLimits.DEFAULT.withBodies(100_000, 1 << 20);
        try (HttpServer server = start(small, LimitsTest::read);
                RawClient client = new RawClient(server.port())) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
            String chunk = "2710\r\n" + "x".repeat(10_000) + "\r\n";
            for (int i = 0; i < 11; i++) {
                client.send(chunk);
            }
            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void limitsHaveNames() {
        assertThat(EdgeLimits.DEFAULT.with("idle-seconds", 5).idleTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThatThrownBy(() -> EdgeLimits.DEFAULT.with("colour", 5)).hasMessageContaining("no limit colour");
        assertThatThrownBy(() -> EdgeLimits.DEFAULT.with("streams", 0)).hasMessageContaining("no value");
    }
}
