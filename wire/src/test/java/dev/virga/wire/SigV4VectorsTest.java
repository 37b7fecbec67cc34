package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AuthErrors.Dialect;
import dev.virga.wire.CanonicalRequest.PathRule;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.spec.ECPoint;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every published vector of Signature Version 4 and 4a is accepted as it stands and refused when
/// anything of it changes.
class SigV4VectorsTest {
    private static final int LIMIT = 1 << 20;

    static Path folder(String version) {
        String given = System.getProperty("virga.conformance");
        Path root = Path.of(System.getProperty("virga.root", ".."));
        return (given != null ? Path.of(given) : root.resolve("../shared/conformance"))
                .resolve("sigv4")
                .resolve(version);
    }

    /// The folders that hold signed requests.
    private static List<Path> cases(String version) {
        Path folder = folder(version);
        Assumptions.assumeTrue(
                Files.isDirectory(folder), () -> "skipped: no signature vectors at " + folder.toAbsolutePath());
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(dir -> Files.exists(dir.resolve("header-signed-request.txt")))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v4", "v4a"})
    void everyVectorIsAcceptedAndItsForgeriesAreNot(String version) throws IOException {
        List<Path> cases = cases(version);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(38);
        int passed = 0;
        for (Path dir : cases) {
            for (String form : List.of("header", "query")) {
                check(dir, form);
                passed++;
            }
        }
        System.out.println("[count] Sig" + version.replace('v', 'V') + " vectors: " + passed + " of " + 2 * cases.size()
                + " passed, each with 6 forgeries refused");
    }

    private static void check(Path dir, String form) throws IOException {
        Map<?, ?> context = (Map<?, ?>) Json.parse(Files.readString(dir.resolve("context.json")));
        Map<?, ?> credentials = (Map<?, ?>) context.get("credentials");
        String secret = (String) credentials.get("secret_access_key");
        Instant now = Instant.parse((String) context.get("timestamp"));
        PathRule rule = Boolean.TRUE.equals(context.get("normalize")) ? PathRule.NORMALISED : PathRule.AS_SENT;
        HttpRequest request = read(dir.resolve(form + "-signed-request.txt"));
        SigV4.Parsed parsed = SigV4.parse(request, Dialect.AWS_JSON);
        assertThat(parsed).isNotNull();
        assertThat(parsed.presigned()).isEqualTo(form.equals("query"));
        assertThat(parsed.sessionToken()).isEqualTo(credentials.get("token"));
        assertThat(parsed.region()).isEqualTo("us-east-1");
        List<String> leaveOut = parsed.presigned() ? new ArrayList<>(List.of("X-Amz-Signature")) : List.of();
        if (parsed.presigned() && Boolean.TRUE.equals(context.get("omit_session_token"))) {
            leaveOut.add("X-Amz-Security-Token");
        }
        assertThat(toSign(parsed, request, rule, leaveOut))
                .as(dir + " " + form)
                .isEqualTo(Files.readString(dir.resolve(form + "-string-to-sign.txt")));
        String published =
                Files.readString(dir.resolve(form + "-signature.txt")).strip();
        boolean repeatable = parsed.algorithm() == SigV4.Algorithm.HMAC;
        assertThat(parsed.signature().equals(published)).isEqualTo(repeatable);
        SigV4 sigV4 = new SigV4();
        sigV4.verify(parsed, request, secret, now, LIMIT, rule);
        sigV4.verify(with(parsed, published), request, secret, now, LIMIT, rule);
        refused(sigV4, parsed, request, secret + "x", now, rule);
        refused(sigV4, parsed, request, secret, now.plusSeconds(3600 + 901), rule);
        refused(sigV4, parsed, request, secret, now.minusSeconds(901), rule);
        HttpRequest other = new HttpRequest(
                "DELETE", request.rawPath(), request.rawQuery(), request.headers(), request.body(), "", false);
        refused(sigV4, parsed, other, secret, now, rule);
        refused(sigV4, with(parsed, published.substring(0, published.length() - 2)), request, secret, now, rule);
        refused(sigV4, with(parsed, "0".repeat(published.length())), request, secret, now, rule);
    }

    private static String toSign(SigV4.Parsed parsed, HttpRequest request, PathRule rule, List<String> leaveOut)
            throws IOException {
        String hash = request.headers()
                .get("X-Amz-Content-Sha256", Sha256.hex(request.body().bytes(LIMIT)));
        String canonical = CanonicalRequest.of(request, rule, parsed.query(), leaveOut, parsed.signedHeaders(), hash);
        return CanonicalRequest.stringToSign(parsed.algorithm().token(), parsed.timestamp(), parsed.scope(), canonical);
    }

    private static SigV4.Parsed with(SigV4.Parsed p, String signature) {
        return new SigV4.Parsed(
                p.dialect(),
                p.algorithm(),
                p.accessKeyId(),
                p.date(),
                p.region(),
                p.service(),
                p.signedHeaders(),
                signature,
                p.timestamp(),
                p.signedAt(),
                p.sessionToken(),
                p.presigned(),
                p.expires(),
                p.query());
    }

    private static void refused(
            SigV4 sigV4, SigV4.Parsed parsed, HttpRequest request, String secret, Instant now, PathRule rule) {
        assertThatThrownBy(() -> sigV4.verify(parsed, request, secret, now, LIMIT, rule))
                .isInstanceOf(AwsException.class)
                .extracting(e -> ((AwsException) e).code())
                .isEqualTo("InvalidSignatureException");
    }

    @Test
    void thePublishedKeyPairIsDerived() throws IOException {
        for (Path dir : cases("v4a")) {
            Map<?, ?> point = (Map<?, ?>) Json.parse(Files.readString(dir.resolve("public-key.json")));
            ECPoint derived = EcdsaKey.publicPoint(
                    EcdsaKey.privateKey("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"));
            assertThat(derived.getAffineX()).isEqualTo(new BigInteger((String) point.get("X"), 16));
            assertThat(derived.getAffineY()).isEqualTo(new BigInteger((String) point.get("Y"), 16));
        }
    }

    /// Informs; machines differ.
    @ParameterizedTest
    @ValueSource(strings = {"v4", "v4a"})
    void verifyingCostsLittleOnceTheKeyIsKnown(String version) throws IOException {
        cases(version);
        HttpRequest request = read(folder(version).resolve("get-vanilla/header-signed-request.txt"));
        Instant now = Instant.parse("2015-08-30T12:36:00Z");
        SigV4 sigV4 = new SigV4();
        int count = version.equals("v4") ? 20_000 : 500;
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long nanos = 0;
        for (int round = 0; round < 2; round++) {
            long start = threads.getCurrentThreadCpuTime();
            for (int i = 0; i < count; i++) {
                SigV4.Parsed parsed = SigV4.parse(request, Dialect.AWS_JSON);
                assertThat(parsed == null).isFalse();
                sigV4.verify(parsed, request, "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", now, LIMIT);
            }
            nanos = (threads.getCurrentThreadCpuTime() - start) / count;
        }
        System.out.println(
                "[count] Sig" + version.replace('v', 'V') + ": " + nanos / 100 / 10.0 + " µs of CPU a verification");
    }

    /// A request as it stands in a file; a line that starts with a blank continues a header.
    static HttpRequest read(Path file) throws IOException {
        String text = Files.readString(file);
        int blank = text.indexOf("\n\n");
        String head = blank < 0 ? text : text.substring(0, blank);
        String body = blank < 0 ? "" : text.substring(blank + 2);
        String[] lines = head.split("\n");
        String target = lines[0].substring(lines[0].indexOf(' ') + 1, lines[0].lastIndexOf(' '));
        int mark = target.indexOf('?');
        Headers headers = new Headers();
        String name = "";
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].startsWith(" ")) {
                String before = headers.get(name, "");
                headers.set(name, before + "\n" + lines[i]);
            } else {
                int colon = lines[i].indexOf(':');
                name = lines[i].substring(0, colon);
                headers.add(name, lines[i].substring(colon + 1));
            }
        }
        return new HttpRequest(
                lines[0].substring(0, lines[0].indexOf(' ')),
                mark < 0 ? target : target.substring(0, mark),
                mark < 0 ? null : target.substring(mark + 1),
                headers,
                Body.of(body.getBytes(StandardCharsets.UTF_8)),
                "127.0.0.1",
                false);
    }
}
