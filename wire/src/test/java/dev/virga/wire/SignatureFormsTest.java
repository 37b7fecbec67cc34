package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AuthErrors.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that an SDK signed, one file a form of signature: good as they are, refused with the
/// right code when anything of them changes.
class SignatureFormsTest {
    private static final int LIMIT = 1 << 20;

    private final SigV4 sigV4 = new SigV4();

    private static Map<?, ?> file(String name) throws IOException {
        try (InputStream in = SignatureFormsTest.class.getResourceAsStream("/signatures/" + name + ".json")) {
            return (Map<?, ?>) Json.parse(in.readAllBytes());
        }
    }

    /// The request as it stands in the file: head, empty line, body.
    private static HttpRequest read(String text) {
        int blank = text.indexOf("\n\n");
        String[] lines = text.substring(0, blank).split("\n");
        String[] first = lines[0].split(" ");
        Headers headers = new Headers();
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        int mark = first[1].indexOf('?');
        byte[] body = text.substring(blank + 2).getBytes(StandardCharsets.ISO_8859_1);
        return new HttpRequest(
                first[0],
                mark < 0 ? first[1] : first[1].substring(0, mark),
                mark < 0 ? null : first[1].substring(mark + 1),
                headers,
                new Body(new ByteArrayInputStream(body), body.length),
                "127.0.0.1",
                false);
    }

    /// As the gateway does it.
    ///
    /// @return the verified body
    private String accept(String text, Dialect dialect, String secretKey, Instant now) throws IOException {
        HttpRequest request = read(text);
        SigV4.Parsed parsed = SigV4.parse(request, dialect);
        if (parsed == null) {
            SigV2.Parsed old = SigV2.parse(request);
            assertThat(old).isNotNull();
            SigV2.verify(old, request, request.rawPath(), secretKey, now);
            return "";
        }
        HttpRequest verified = sigV4.verify(parsed, request, secretKey, now, LIMIT);
        return new String(verified.body().stream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v4-header", "v4-presigned", "v2-presigned", "v4-chunked"})
    void whatAnSdkSignedIsAcceptedAndNothingElse(String name) throws IOException {
        Map<?, ?> file = file(name);
        String secretKey = (String) file.get("secretKey");
        Instant now = Instant.parse((String) file.get("now"));
        int refused = 0;
        for (Object one : (List<?>) file.get("cases")) {
            Map<?, ?> good = (Map<?, ?>) one;
            String text = (String) good.get("request");
            Dialect dialect = Dialect.valueOf((String) good.get("dialect"));
            String content = accept(text, dialect, secretKey, now);
            if (good.get("content") != null) {
                assertThat(content).isEqualTo(good.get("content"));
            }
            if (good.get("alsoAt") instanceof List<?> times) {
                for (Object time : times) {
                    accept(text, dialect, secretKey, Instant.parse((String) time));
                }
            }
            refused(good.get("name") + ": the secret of another", text, dialect, secretKey + "x", now, null);
            for (Object tampered : (List<?>) good.get("tampered")) {
                Map<?, ?> bad = (Map<?, ?>) tampered;
                String replace = (String) bad.get("replace");
                String by = (String) bad.get("by");
                boolean late = replace.equals("@now");
                String other = late ? text : text.replace(replace, by);
                assertThat(other.equals(text)).as(bad.toString()).isEqualTo(late);
                String what = good.get("name") + ": " + bad.get("what");
                refused(what, other, dialect, secretKey, late ? Instant.parse(by) : now, (String) bad.get("code"));
                refused++;
            }
        }
        System.out.println("[count] Signatures, " + name + ": " + ((List<?>) file.get("cases")).size() + " accepted, "
                + refused + " forgeries refused");
    }

    private void refused(String what, String text, Dialect dialect, String secretKey, Instant now, String code) {
        assertThatThrownBy(() -> accept(text, dialect, secretKey, now))
                .as(what)
                .isInstanceOf(AwsException.class)
                .satisfies(e -> {
                    if (code != null) {
                        assertThat(((AwsException) e).code()).as(what).isEqualTo(code);
                    }
                });
    }

    @Test
    void bytesBeyondAsciiInHeadersAreSignedAsUtf8() throws IOException {
        Map<?, ?> good = (Map<?, ?>) ((List<?>) file("v4-header").get("cases")).getLast();
        String text = (String) good.get("request");
        assertThat(text).contains("Gr\u00fc\u00dfe \u20ac");
        // As an HTTP server reads it.
        String bytes = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
        String secretKey = (String) file("v4-header").get("secretKey");
        assertThat(accept(bytes, Dialect.S3, secretKey, Instant.parse("2026-11-21T09:00:00Z")))
                .isEqualTo("hello");
    }

    @Test
    void aFormThatAnSdkSignedIsAcceptedAndNothingElse() throws IOException {
        Map<?, ?> file = file("post-form");
        String secretKey = (String) file.get("secretKey");
        int refused = 0;
        for (Object one : (List<?>) file.get("cases")) {
            Map<?, ?> good = (Map<?, ?>) one;
            Map<String, String> fields = new HashMap<>();
            ((Map<?, ?>) good.get("fields"))
                    .forEach((name, value) -> fields.put(((String) name).toLowerCase(Locale.ROOT), (String) value));
            PostSignature signature = PostSignature.parse(fields);
            assertThat(signature).isNotNull();
            assertThat(signature.accessKeyId()).isEqualTo("AKIDEXAMPLE");
            signature.verify(secretKey);
            assertThatThrownBy(() -> signature.verify("another")).isInstanceOf(AwsException.class);
            for (Object tampered : (List<?>) good.get("tampered")) {
                Map<?, ?> bad = (Map<?, ?>) tampered;
                Map<String, String> other = new HashMap<>(fields);
                other.remove(bad.get("field"));
                if (bad.get("by") instanceof String by) {
                    other.put((String) bad.get("field"), by);
                }
                assertThatThrownBy(() -> PostSignature.parse(other).verify(secretKey))
                        .as(good.get("name") + ": " + bad.get("what"))
                        .isInstanceOf(AwsException.class)
                        .extracting(e -> ((AwsException) e).code())
                        .isEqualTo(bad.get("code"));
                refused++;
            }
        }
        System.out.println("[count] Signatures, post-form: " + ((List<?>) file.get("cases")).size() + " accepted, "
                + refused + " forgeries refused");
    }

    @Test
    void aFormWithoutASignatureIsAnonymous() {
        assertThat(PostSignature.parse(Map.of("key", "a"))).isNull();
    }

    @Test
    void s3SaysWhatItCompared() {
        Instant now = Instant.parse("2026-11-21T09:00:00Z");
        Signer signer = new Signer("AKIDEXAMPLE", "secret", null, "us-east-1", "s3");
        HttpRequest request = new HttpRequest(
                "GET", "/b/k", null, new Headers().add("Host", "localhost"), Body.EMPTY, "127.0.0.1", false);
        HttpRequest signed = signer.sign(request, new byte[0], now);
        SigV4.Parsed parsed = SigV4.parse(signed, Dialect.S3);
        assertThat(parsed).isNotNull();
        assertThatThrownBy(() -> sigV4.verify(parsed, signed, "other", now, LIMIT))
                .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.details())
                        .containsKeys("StringToSignBytes", "CanonicalRequestBytes", "StringToSign")
                        .containsEntry("AWSAccessKeyId", "AKIDEXAMPLE")
                        .containsEntry("SignatureProvided", parsed.signature())
                        .hasEntrySatisfying(
                                "CanonicalRequest", text -> assertThat(text).startsWith("GET\n/b/k\n")));
        assertThatThrownBy(() -> sigV4.verify(parsed, signed, "secret", now.plusSeconds(3600), LIMIT))
                .isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.details())
                        .containsEntry("RequestTime", "20261121T090000Z")
                        .containsEntry("ServerTime", "2026-11-21T10:00:00Z")
                        .containsEntry("MaxAllowedSkewMilliseconds", "900000"));
    }
}
