package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// URLs that carry headers in their query: what was signed holds, and nothing else gets in.
class PresignedHeadersTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final String SECRET = "secret";

    /// @param inQuery headers that the signer put into the URL, the way of old boto
    private static HttpRequest version2(Map<String, String> inQuery, Headers sent) {
        Map<String, String> signed = new TreeMap<>(inQuery);
        String expires = Long.toString(NOW.getEpochSecond() + 60);
        StringBuilder text = new StringBuilder("PUT\n")
                .append(signed.getOrDefault("content-md5", ""))
                .append('\n')
                .append(signed.getOrDefault("content-type", ""))
                .append('\n')
                .append(expires)
                .append('\n');
        StringBuilder query = new StringBuilder("AWSAccessKeyId=AKID&Expires=" + expires);
        signed.forEach((name, value) -> {
            if (name.startsWith("x-amz-")) {
                text.append(name).append(':').append(value).append('\n');
            }
            query.append('&').append(name).append('=').append(encoded(value));
        });
        String signature = SigV2.hmacSha1(SECRET, text.append("/b/k").toString());
        query.append("&Signature=").append(encoded(signature));
        return new HttpRequest("PUT", "/b/k", query.toString(), sent, Body.of(new byte[0]), "127.0.0.1", false);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static HttpRequest verified(HttpRequest request) {
        return SigV2.verify(SigV2.parse(request), request, request.rawPath(), SECRET, NOW);
    }

    @Test
    void whatVersion2SignedInTheQueryHolds() {
        Map<String, String> signed = Map.of(
                "content-md5", "1B2M2Y8AsgTpgAmY7PhCfg==",
                "content-type", "text/plain",
                "x-amz-acl", "private",
                "x-amz-meta-name", "Jürgen",
                "x-amz-security-token", "token");
        HttpRequest request = verified(version2(signed, new Headers()));
        assertThat(request.header("Content-MD5")).isEqualTo("1B2M2Y8AsgTpgAmY7PhCfg==");
        assertThat(request.header("Content-Type")).isEqualTo("text/plain");
        assertThat(request.header("x-amz-acl")).isEqualTo("private");
        assertThat(CanonicalRequest.text(request.header("x-amz-meta-name"))).isEqualTo("Jürgen");
        assertThat(request.header("x-amz-security-token")).isNull();
    }

    @Test
    void aHeaderMayBeSentBesideTheQueryButNotAnother() {
        Map<String, String> signed = Map.of("x-amz-acl", "private", "content-type", "text/plain");
        Headers same = new Headers().add("X-Amz-Acl", "private").add("Content-Type", "text/plain");
        HttpRequest request = verified(version2(signed, same));
        assertThat(request.headers().all("x-amz-acl")).containsExactly("private");
    }

    @ParameterizedTest
    @CsvSource({
        "x-amz-acl, public-read",
        "X-Amz-Grant-Read, everybody",
        "content-type, text/html",
        "content-md5, 1B2M2Y8AsgTpgAmY7PhCfg=="
    })
    void aHeaderThatWasNotSignedIsRefused(String name, String value) {
        Map<String, String> signed =
                Map.of("x-amz-acl", "private", "content-type", "text/plain", "content-md5", "rL0Y20zC+Fzt72VPzMSk2A==");
        assertThatThrownBy(() -> verified(version2(signed, new Headers().add(name, value))))
                .hasMessageContaining("does not match");
    }

    private static HttpRequest prefixed(HttpRequest request, String query) {
        return new HttpRequest(
                request.method(),
                request.rawPath(),
                query + request.rawQuery(),
                request.headers(),
                Body.of(new byte[0]),
                "127.0.0.1",
                false);
    }

    @Test
    void whoHoldsAUrlOfVersion2AddsNoHeaderToIt() {
        for (String signed : List.of("", "text/plain")) {
            HttpRequest url = version2(signed.isEmpty() ? Map.of() : Map.of("content-type", signed), new Headers());
            HttpRequest request = verified(prefixed(url, "Content-Type=text/html&Content-MD5=x&CONTENT-TYPE=b&"));
            assertThat(request.headers().all("content-type")).isEqualTo(signed.isEmpty() ? List.of() : List.of(signed));
            assertThat(request.header("content-md5")).isNull();
        }
        HttpRequest url = version2(Map.of("content-type", "text/plain"), new Headers());
        assertThatThrownBy(() -> verified(prefixed(url, "content-type=text/plain&")))
                .hasMessageContaining("more than once");
    }

    @Test
    void aLineBreakIsNoHeader() {
        assertThatThrownBy(() -> verified(version2(Map.of("x-amz-meta-a", "b\r\nSet-Cookie: c"), new Headers())))
                .hasMessageContaining("x-amz-meta-a");
    }

    @Test
    void version2DoesNotSignWhatIsYoungerThanIt() {
        assertThat(SigV2.signs("/{Bucket}/{Key+}?tagging")).isTrue();
        assertThat(SigV2.signs("/{Bucket}?list-type=2")).isTrue();
        assertThat(SigV2.signs("/{Bucket}/{Key+}")).isTrue();
        assertThat(SigV2.signs("/{Bucket}/{Key+}?legal-hold")).isFalse();
        assertThat(SigV2.signs("/{Bucket}?encryption")).isFalse();
    }

    @Test
    void headersThatVersion4HoistedHold() {
        String query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0&X-Amz-Acl=private&x-amz-meta-a=b"
                + "&x-amz-storage-class=STANDARD&versionId=1";
        HttpRequest request = new HttpRequest(
                "PUT",
                "/b/k",
                query,
                new Headers().add("x-amz-storage-class", "GLACIER"),
                Body.of(new byte[0]),
                "127.0.0.1",
                false);
        HttpRequest promoted = PresignedHeaders.ofVersion4(request, QueryString.parse(query, false));
        assertThat(promoted.header("x-amz-acl")).isEqualTo("private");
        assertThat(promoted.header("x-amz-meta-a")).isEqualTo("b");
        assertThat(promoted.headers().all("x-amz-storage-class")).containsExactly("GLACIER");
        assertThat(promoted.headers().size()).isEqualTo(3);
    }
}
