package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.wire.AuthErrors.Dialect;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPrivateKeySpec;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What the published vectors of Version 4a leave out: uploads in signed chunks, and regions.
class SigV4aTest {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String TIME = "20261121T090000Z";
    private static final String SCOPE = "20261121/s3/aws4_request";
    private static final String HEADERS = "host;x-amz-content-sha256;x-amz-date;x-amz-region-set";

    private static String sign(String text) {
        try {
            AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
            parameters.init(new ECGenParameterSpec("secp256r1"));
            PrivateKey key = KeyFactory.getInstance("EC")
                    .generatePrivate(new ECPrivateKeySpec(
                            EcdsaKey.privateKey("AKIDEXAMPLE", "secret"),
                            parameters.getParameterSpec(ECParameterSpec.class)));
            Signature ecdsa = Signature.getInstance("SHA256withECDSA");
            ecdsa.initSign(key);
            ecdsa.update(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(ecdsa.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String padded(String signature) {
        return signature + "*".repeat(EcdsaKey.MAX_SIGNATURE_LENGTH - signature.length());
    }

    private static HttpRequest request(String host, String set, String hash, String signedHeaders) {
        Headers headers = new Headers()
                .add("Host", host)
                .add("X-Amz-Content-Sha256", hash)
                .add("X-Amz-Date", TIME)
                .add("X-Amz-Region-Set", set);
        HttpRequest request = new HttpRequest("PUT", "/b/k", null, headers, Body.EMPTY, "127.0.0.1", false);
        String canonical = CanonicalRequest.of(
                request, CanonicalRequest.PathRule.AS_SENT, QueryString.EMPTY, List.of(), signedHeaders, hash);
        String toSign = CanonicalRequest.stringToSign(SigV4.Algorithm.ECDSA.token(), TIME, SCOPE, canonical);
        headers.add(
                "Authorization",
                "AWS4-ECDSA-P256-SHA256 Credential=AKIDEXAMPLE/" + SCOPE + ", SignedHeaders=" + signedHeaders
                        + ", Signature=" + sign(toSign));
        return request;
    }

    private static HttpRequest verify(HttpRequest request) {
        SigV4.Parsed parsed = SigV4.parse(request, Dialect.S3);
        assertThat(parsed).isNotNull();
        return new SigV4().verify(parsed, request, "secret", NOW, 1024);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-TRAILER"})
    void anUploadInChunksIsVerifiedToItsEnd(String kind) throws IOException {
        HttpRequest head =
                request("s3.localhost", "us-east-1", "STREAMING-AWS4-ECDSA-P256-SHA256-PAYLOAD" + kind, HEADERS);
        SigV4.Parsed parsed = SigV4.parse(head, Dialect.S3);
        assertThat(parsed).isNotNull();
        StringBuilder body = new StringBuilder();
        String previous = parsed.signature();
        for (String chunk : new String[] {"hello ", "world", ""}) {
            previous = sign("AWS4-ECDSA-P256-SHA256-PAYLOAD\n" + TIME + "\n" + SCOPE + "\n" + previous + "\n"
                    + Sha256.OF_NOTHING + "\n" + Sha256.hex(chunk));
            body.append(Integer.toHexString(chunk.length())).append(";chunk-signature=");
            body.append(padded(previous)).append("\r\n").append(chunk);
            body.append(chunk.isEmpty() && !kind.isEmpty() ? "" : "\r\n");
        }
        if (!kind.isEmpty()) {
            String trailer = "x-amz-checksum-crc32:AAAAAA==\n";
            String signature = sign("AWS4-ECDSA-P256-SHA256-TRAILER\n" + TIME + "\n" + SCOPE + "\n" + previous + "\n"
                    + Sha256.hex(trailer));
            body.append("x-amz-checksum-crc32:AAAAAA==\r\n");
            body.append("x-amz-trailer-signature:").append(padded(signature)).append("\r\n\r\n");
        }
        assertThat(read(head, body.toString())).isEqualTo("hello world");
        String other = body.toString().replace("world", "w0rld");
        assertThatThrownBy(() -> read(head, other)).isInstanceOf(AwsException.class);
        if (!kind.isEmpty()) {
            String tampered = body.toString().replace("AAAAAA==", "AAAAAB==");
            assertThatThrownBy(() -> read(head, tampered)).isInstanceOf(AwsException.class);
        }
    }

    private static String read(HttpRequest head, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        HttpRequest whole = head.withBody(new Body(new ByteArrayInputStream(bytes), bytes.length));
        SigV4.Parsed parsed = SigV4.parse(whole, Dialect.S3);
        assertThat(parsed).isNotNull();
        SignatureKey key = EcdsaKey.sigV4a("AKIDEXAMPLE", "secret");
        whole.headers().set("X-Amz-Decoded-Content-Length", "11");
        String declared = whole.headers().get("X-Amz-Content-Sha256", "");
        if (declared.endsWith("-TRAILER")) {
            whole.headers().set("X-Amz-Trailer", "x-amz-checksum-crc32");
        }
        HttpRequest decoded = Payloads.verified(parsed, whole, declared, key);
        return new String(decoded.body().stream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "localhost:4566|eu-west-1,us-east-1|eu-west-1",
                "localhost:4566|*,ap-south-1|ap-south-1",
                "localhost:4566|*|us-east-1",
                "b.s3.eu-central-1.amazonaws.com|us-east-1, eu-*|eu-central-1",
                "s3.us-gov-west-1.amazonaws.com:443|*|us-gov-west-1",
            })
    void theRegionIsThatOfTheHostOrTheFirstOfTheSet(String host, String set, String region) {
        HttpRequest request = request(host, set, Sha256.OF_NOTHING, HEADERS);
        SigV4.Parsed parsed = SigV4.parse(request, Dialect.S3);
        assertThat(parsed).isNotNull();
        assertThat(parsed.region()).isEqualTo(region);
        verify(request);
    }

    @Test
    void aRegionOutsideTheSetIsRefused() {
        HttpRequest request = request("s3.us-west-2.amazonaws.com", "us-east-1,eu-*", Sha256.OF_NOTHING, HEADERS);
        assertThatThrownBy(() -> SigV4.parse(request, Dialect.S3)).hasMessageContaining("valid region");
    }

    @Test
    void theRegionsMustBeThereAndSigned() {
        HttpRequest unsigned =
                request("s3.localhost", "us-east-1", Sha256.OF_NOTHING, HEADERS.replace(";x-amz-region-set", ""));
        assertThatThrownBy(() -> verify(unsigned)).hasMessageContaining("X-Amz-Region-Set");
        HttpRequest without = request("s3.localhost", "us-east-1", Sha256.OF_NOTHING, HEADERS);
        without.headers().remove("X-Amz-Region-Set");
        assertThatThrownBy(() -> verify(without)).hasMessageContaining("X-Amz-Region-Set");
        HttpRequest widened = request("s3.localhost", "us-east-1", Sha256.OF_NOTHING, HEADERS);
        widened.headers().set("X-Amz-Region-Set", "*");
        assertThatThrownBy(() -> verify(widened)).hasMessageContaining("does not match");
    }
}
