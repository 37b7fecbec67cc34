package dev.virga.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.wire.HttpResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProxiesTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 | 203.0.113.9                    | https | 203.0.113.9 true
            127.0.0.1 | 203.0.113.9                    | http  | 203.0.113.9 false
            127.0.0.1 | 203.0.113.9                    |       | 203.0.113.9 false
            127.0.0.1 | 6.6.6.6, 203.0.113.9           | https | 203.0.113.9 true
            127.0.0.1 | 203.0.113.9, 127.0.0.1         | https | 203.0.113.9 true
            127.0.0.1 | 2001:db8::7                    | https | 2001:db8:0:0:0:0:0:7 true
            127.0.0.1 | evil.example                   | https | 127.0.0.1 false
            127.0.0.1 |                                | https | 127.0.0.1 false
            127.0.0.1 | 127.0.0.1                      | https | 127.0.0.1 false
            192.0.2.1 | 203.0.113.9                    | https | 127.0.0.1 false
            """)
    void onlyATrustedProxyIsBelievedAndOnlyItsOwnWord(String trusted, String chain, String scheme, String seen)
            throws IOException {
        HttpServerOptions options = HttpServerOptions.listen("127.0.0.1", 0).withProxies(List.of(trusted));
        try (HttpServer server = HttpServer.start(options, request -> new HttpResponse(200)
                        .body(
                                "text/plain",
                                (request.remoteAddress() + " " + request.secure()).getBytes(StandardCharsets.UTF_8)));
                RawClient client = new RawClient(server.port())) {
            String forwarded = chain == null ? "" : "X-Forwarded-For: " + chain + "\r\n";
            String proto = scheme == null ? "" : "X-Forwarded-Proto: " + scheme + "\r\n";
            client.send("GET / HTTP/1.1\r\nHost: a\r\n" + forwarded + proto + "\r\n");
            assertThat(client.read().body()).isEqualTo(seen);
        }
    }
}
