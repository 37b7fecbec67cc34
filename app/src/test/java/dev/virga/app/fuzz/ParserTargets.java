package dev.virga.app.fuzz;

import dev.virga.kernel.policy.PolicyDocument;
import dev.virga.wire.AuthErrors.Dialect;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Json;
import dev.virga.wire.Percent;
import dev.virga.wire.QueryString;
import dev.virga.wire.SigV2;
import dev.virga.wire.SigV4;
import dev.virga.wire.Signer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/// What reads hostile input and needs no server.
final class ParserTargets {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final Signer S3 = new Signer("AKIDEXAMPLE", "secret", null, "us-east-1", "s3");
    private static final SigV4 SIGNATURES = new SigV4();

    private ParserTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new ParserTarget("json", List.of(), Grammars::json, ParserTargets::json),
                new ParserTarget(
                        "query",
                        List.of("&", "=", "%2B", ";", "a.member.1="),
                        ParserTargets::queries,
                        ParserTargets::query),
                new ParserTarget("select", SqlGrammar.TOKENS, SqlGrammar::query, SqlGrammar::run),
                new ParserTarget("documents", Grammars.POLICY_TOKENS, Grammars::policy, ParserTargets::document),
                new ParserTarget(
                        "signatures",
                        List.of(
                                "X-Amz-Algorithm=",
                                "X-Amz-Expires=",
                                "AWS4-ECDSA-P256-SHA256",
                                "AWS4-HMAC-SHA256",
                                "Credential=",
                                "SignedHeaders=",
                                "Signature=",
                                "/aws4_request",
                                "X-Amz-Date: ",
                                "AWSAccessKeyId=",
                                "Expires="),
                        ParserTargets::signedRequest,
                        ParserTargets::signature,
                        // Checked once for each service's form of errors, and once more as version 2.
                        5 * 100),
                new ParserTarget(
                        "chunks",
                        List.of(
                                ";chunk-signature=",
                                "\r\n",
                                "0\r\n",
                                "x-amz-trailer-signature:",
                                "x-amz-checksum-crc32:",
                                "ffffffffffffffff",
                                "-1"),
                        ParserTargets::chunks,
                        ParserTargets::chunked));
    }

    /// What was read and written is read and written again: the same.
    private static String json(byte[] input) {
        Object value = Json.parse(input);
        String text = Json.write(value);
        String again = Json.write(Json.parse(text));
        if (!text.equals(again)) {
            throw new IllegalStateException("writes '" + again + "' where it wrote '" + text + "'");
        }
        return value == null ? "null" : value.getClass().getSimpleName();
    }

    private static byte[] queries(Random random) {
        return ("a=b&c=%20" + random.nextInt() + "&d&=e&Tags.member.1.Key=x+y").getBytes(StandardCharsets.UTF_8);
    }

    private static String query(byte[] input) {
        QueryString query = QueryString.parse(new String(input, StandardCharsets.ISO_8859_1), input.length % 2 == 0);
        for (QueryString.Parameter parameter : query.parameters()) {
            String name = Percent.decode(Percent.encode(parameter.name()), false);
            if (!name.equals(parameter.name())) {
                throw new IllegalStateException("encodes and decodes to something else: " + parameter.name());
            }
        }
        return "parameters " + Math.min(5, query.parameters().size());
    }

    private static String document(byte[] input) {
        String text = new String(input, StandardCharsets.UTF_8);
        for (PolicyDocument.Kind kind : PolicyDocument.Kind.values()) {
            PolicyDocument.parse(text, kind);
        }
        return "good";
    }

    private static byte[] signedRequest(Random random) {
        Headers headers = new Headers().add("Host", "localhost:4566");
        if (random.nextInt(4) == 0) {
            return RequestText.write(
                    "s3",
                    "GET",
                    "/b/k?versionId=1&AWSAccessKeyId=AKIDEXAMPLE&Signature=a%3D&Expires=1795251600",
                    headers,
                    new byte[0]);
        }
        if (random.nextBoolean()) {
            String query = S3.presign("GET", "/b/k", "versionId=1", "localhost:4566", Duration.ofHours(1), NOW);
            return RequestText.write("s3", "GET", "/b/k?" + query, headers, new byte[0]);
        }
        headers.add("x-amz-meta-a", " b  c ");
        HttpRequest request = new HttpRequest("PUT", "/b/k", null, headers, Body.EMPTY, "", false);
        HttpRequest signed = S3.sign(request, "x".getBytes(StandardCharsets.US_ASCII), NOW);
        return RequestText.write("s3", "PUT", "/b/k", signed.headers(), new byte[] {'x'});
    }

    private static String signature(byte[] input) {
        HttpRequest request = RequestText.read(input).request();
        StringBuilder shape = new StringBuilder();
        for (Dialect dialect : Dialect.values()) {
            try {
                SigV4.Parsed parsed = SigV4.parse(request, dialect);
                if (parsed == null) {
                    shape.append("none ");
                } else {
                    SIGNATURES.verify(parsed, request, "secret", NOW, 1 << 20);
                    shape.append(parsed.algorithm()).append(parsed.presigned());
                }
            } catch (AwsException e) {
                shape.append(DecoderTarget.refused(e));
            }
        }
        SigV2.Parsed old = SigV2.parse(request);
        if (old != null) {
            SigV2.verify(old, request, request.rawPath(), "secret", NOW);
        }
        return shape.toString();
    }

    private static byte[] chunks(Random random) {
        StringBuilder out = new StringBuilder();
        int total = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            int size = 1 + random.nextInt(300);
            total += size;
            out.append(Integer.toHexString(size))
                    .append(random.nextBoolean() ? ";chunk-signature=" + "0".repeat(64) : "");
            out.append("\r\n").append("a".repeat(size)).append("\r\n");
        }
        out.append("0\r\nx-amz-checksum-crc32:AAAAAA==\r\n\r\n");
        return (total + "\n" + out).getBytes(StandardCharsets.ISO_8859_1);
    }

    /// The first line is the length that the head promises.
    private static String chunked(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        Headers headers = new Headers()
                .add("X-Amz-Content-Sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
                .add("X-Amz-Decoded-Content-Length", line < 0 ? "10" : text.substring(0, line))
                .add("X-Amz-Trailer", "x-amz-checksum-crc32")
                .add("Content-Encoding", "aws-chunked,gzip");
        byte[] body = text.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1);
        Body stream = new Body(new ByteArrayInputStream(body), body.length);
        HttpRequest request =
                SigV4.anonymous(new HttpRequest("PUT", "/b/k", null, headers, stream, "127.0.0.1", false));
        try {
            long read = request.body().stream().readAllBytes().length;
            if (read != request.body().length()) {
                throw new IllegalStateException("promised " + request.body().length() + " and gave " + read);
            }
            return "read " + Math.min(3, read);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
