package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// One file of inputs a decoder, chosen to hurt: each gives the value or the error that the file
/// says, and none takes long.
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class DecoderVectorsTest {
    private static final int LIMIT = 1 << 22;
    private static final int LEAST = 15;

    /// What reads the inputs of a file.
    enum Decoder {
        JSON("json") {
            @Override
            Object read(Vectors.Case one) {
                try {
                    return Json.parse(one.bytes());
                } catch (Json.Malformed e) {
                    throw new AwsException("Malformed", 400, e.getMessage());
                }
            }
        },
        AWS_JSON("aws-json") {
            @Override
            Object read(Vectors.Case one) {
                return rpc("awsJson1_1", "application/x-amz-json-1.1", one);
            }
        },
        REST_JSON("rest-json") {
            @Override
            Object read(Vectors.Case one) {
                return rest("restJson1", "application/json", one);
            }
        },
        XML("xml") {
            @Override
            Object read(Vectors.Case one) {
                return rest("restXml", "application/xml", one);
            }
        },
        QUERY("query") {
            @Override
            Object read(Vectors.Case one) {
                Headers headers = new Headers().add("Content-Type", "application/x-www-form-urlencoded");
                return decoded(TestModels.own("echoes", "awsQuery"), "/", headers, one.bytes());
            }
        },
        CBOR("cbor") {
            @Override
            Object read(Vectors.Case one) {
                return rpc("awsJson1_1", "application/x-amz-cbor-1.1", one);
            }
        },
        GZIP("gzip") {
            @Override
            Object read(Vectors.Case one) {
                Headers headers = new Headers()
                        .add("Content-Type", "application/x-amz-json-1.1")
                        .add("X-Amz-Target", "Echoes.Echo")
                        .add("Content-Encoding", (String) one.more().get("coding"));
                return decoded(TestModels.own("echoes"), "/", headers, one.bytes());
            }
        },
        EVENTS("events") {
            @Override
            Object read(Vectors.Case one) throws IOException {
                InputStream in = new ByteArrayInputStream(one.bytes());
                List<Object> messages = new ArrayList<>();
                for (EventMessage m = EventMessage.read(in); m != null; m = EventMessage.read(in)) {
                    messages.add(message(m));
                }
                return messages;
            }
        },
        CHUNKS("chunks") {
            @Override
            Object read(Vectors.Case one) throws IOException {
                return chunks(one);
            }
        };

        private final String file;

        Decoder(String file) {
            this.file = file;
        }

        abstract Object read(Vectors.Case one) throws IOException;
    }

    private static Object rpc(String protocol, String type, Vectors.Case one) {
        Headers headers = new Headers().add("Content-Type", type).add("X-Amz-Target", "Echoes.Echo");
        return decoded(TestModels.own("echoes", protocol), "/", headers, one.bytes());
    }

    private static Object rest(String protocol, String type, Vectors.Case one) {
        Headers headers = new Headers().add("Content-Type", type);
        return decoded(TestModels.own("echoes", protocol), "/echo", headers, one.bytes());
    }

    private static Object decoded(Model model, String path, Headers headers, byte[] body) {
        HttpRequest request = new HttpRequest("POST", path, null, headers, Body.of(body), "127.0.0.1", false);
        Decoded decoded = Wire.decode(model, request, LIMIT);
        return Vectors.plain(decoded.input(), decoded.op().input());
    }

    private static Object message(EventMessage message) {
        Map<String, Object> all = new LinkedHashMap<>();
        message.headers()
                .forEach((name, value) -> all.put(
                        name, value instanceof Instant || value instanceof java.util.UUID ? value.toString() : value));
        Shape text = TestModels.own("echoes").op("Echo").input().member("Text").target();
        all.replaceAll((name, value) -> Vectors.plain(value, text));
        all.put("", new String(message.payload(), StandardCharsets.UTF_8));
        return all;
    }

    /// As if the head had been signed with zeros for a signature; the chain of chunks begins there.
    private static Object chunks(Vectors.Case one) throws IOException {
        Map<?, ?> more = one.more();
        String declared = (String) more.get("declared");
        Headers headers = new Headers().add("X-Amz-Content-Sha256", declared);
        if (more.get("length") instanceof String length) {
            headers.add("X-Amz-Decoded-Content-Length", length);
        }
        if (more.get("trailer") instanceof String trailer) {
            headers.add("X-Amz-Trailer", trailer);
        }
        if (!declared.contains("UNSIGNED")) {
            String credential = "Credential=AKIDEXAMPLE/20261121/us-east-1/s3/aws4_request";
            String signature = "Signature=" + "0".repeat(64);
            headers.add("X-Amz-Date", "20261121T090000Z");
            headers.add(
                    "Authorization",
                    "AWS4-HMAC-SHA256 " + credential + ", SignedHeaders=host;x-amz-date, " + signature);
        }
        byte[] body = one.bytes();
        Body stream = new Body(new ByteArrayInputStream(body), body.length);
        HttpRequest request = new HttpRequest("PUT", "/b/k", null, headers, stream, "127.0.0.1", false);
        SigV4.Parsed parsed = SigV4.parse(request, AuthErrors.Dialect.S3);
        SignatureKey key = parsed == null ? null : HmacKey.sigV4("secret", "20261121", "us-east-1", "s3");
        HttpRequest open = Payloads.verified(parsed, request, declared, key);
        AwsChunkedStream in = (AwsChunkedStream) open.body().stream();
        StringBuilder read = new StringBuilder(new String(in.readAllBytes(), StandardCharsets.ISO_8859_1));
        in.trailers()
                .forEach((name, value) ->
                        read.append('|').append(name).append('=').append(value));
        return read.toString();
    }

    @ParameterizedTest
    @EnumSource(Decoder.class)
    void everyVectorGivesWhatTheFileSays(Decoder decoder) throws IOException {
        List<Vectors.Case> cases = Vectors.file(decoder.file);
        assertThat(cases).hasSizeGreaterThanOrEqualTo(LEAST);
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (Vectors.Case one : cases) {
            Map<String, Object> expected = new LinkedHashMap<>();
            expected.put(one.error() == null ? "value" : "error", one.error() == null ? one.value() : one.error());
            Map<String, Object> outcome = outcome(decoder, one);
            refused += one.error() == null ? 0 : 1;
            if (!Json.write(outcome).equals(Json.write(expected))) {
                wrong.add(one.name() + ": " + Json.write(outcome));
            }
        }
        assertThat(wrong).isEmpty();
        System.out.println("[count] Vectors, " + decoder.file + ": " + cases.size() + ", of which " + refused
                + " are refused with the right error");
    }

    private static Map<String, Object> outcome(Decoder decoder, Vectors.Case one) throws IOException {
        Map<String, Object> outcome = new LinkedHashMap<>();
        try {
            outcome.put("value", decoder.read(one));
        } catch (AwsException e) {
            outcome.put("error", e.code());
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(one.name(), e);
        }
        return outcome;
    }
}
