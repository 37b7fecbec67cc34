package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AuthErrors.Dialect;
import dev.virga.wire.CanonicalRequest.PathRule;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every published vector of Signature Version 4 is accepted as it stands and refused when anything
/// of it changes.
class SigV4VectorsTest {
    private static final int LIMIT = 1 << 20;

    static Path folder() {
        String given = System.getProperty("virga.conformance");
        Path root = Path.of(System.getProperty("virga.root", ".."));
        return (given != null ? Path.of(given) : root.resolve("../shared/conformance")).resolve("sigv4/v4");
    }

    @Test
    void theVectorsAreThere() {
        Assumptions.assumeTrue(
                Files.isDirectory(folder()), () -> "skipped: no signature vectors at " + folder().toAbsolutePath());
        assertThat(cases()).hasSizeGreaterThan(30);
    }

    static List<Path> cases() {
        if (!Files.isDirectory(folder())) {
            return List.of(Path.of("absent"));
        }
        try (Stream<Path> all = Files.list(folder())) {
            return all.sorted().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void aVectorIsAcceptedAndItsForgeriesAreNot(Path dir) throws IOException {
        Assumptions.assumeTrue(Files.isDirectory(dir), "skipped: no signature vectors");
        Map<?, ?> context = (Map<?, ?>) Json.parse(Files.readString(dir.resolve("context.json")));
        Map<?, ?> credentials = (Map<?, ?>) context.get("credentials");
        String secret = (String) credentials.get("secret_access_key");
        Instant now = Instant.parse((String) context.get("timestamp"));
        PathRule rule = Boolean.TRUE.equals(context.get("normalize")) ? PathRule.NORMALISED : PathRule.AS_SENT;
        for (String form : List.of("header", "query")) {
            HttpRequest request = read(dir.resolve(form + "-signed-request.txt"));
            SigV4.Parsed parsed = SigV4.parse(request, Dialect.AWS_JSON);
            assertThat(parsed).isNotNull();
            assertThat(parsed.signature())
                    .isEqualTo(Files.readString(dir.resolve(form + "-signature.txt"))
                            .strip());
            assertThat(parsed.presigned()).isEqualTo(form.equals("query"));
            SigV4 sigV4 = new SigV4();
            sigV4.verify(parsed, request, secret, now, LIMIT, rule);
            refused(sigV4, parsed, request, secret + "x", now, rule);
            refused(sigV4, parsed, request, secret, now.plusSeconds(3600 + 901), rule);
            refused(sigV4, parsed, request, secret, now.minusSeconds(901), rule);
            HttpRequest other = new HttpRequest(
                    "DELETE", request.rawPath(), request.rawQuery(), request.headers(), request.body(), "", false);
            refused(sigV4, parsed, other, secret, now, rule);
        }
    }

    private static void refused(
            SigV4 sigV4, SigV4.Parsed parsed, HttpRequest request, String secret, Instant now, PathRule rule) {
        assertThatThrownBy(() -> sigV4.verify(parsed, request, secret, now, LIMIT, rule))
                .isInstanceOf(AwsException.class)
                .extracting(e -> ((AwsException) e).code())
                .isEqualTo("InvalidSignatureException");
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
