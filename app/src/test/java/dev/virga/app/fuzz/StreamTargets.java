package dev.virga.app.fuzz;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.wire.AuthErrors.Dialect;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.EventMessage;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.SigV4;
import dev.virga.wire.Signer;
import dev.virga.wire.Wire;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.GZIPOutputStream;

/// Bodies that come in pieces: events, signed events, signed chunks, gzip. What protects a piece
/// (checksums, signatures) is put right after a mutation, else nothing behind it were ever reached.
final class StreamTargets {
    private static final Instant NOW = Instant.parse("2026-11-21T09:00:00Z");
    private static final String STAMP = "20261121T090000Z";
    private static final String DAY = "20261121";
    private static final String SCOPE = DAY + "/us-east-1/s3/aws4_request";
    private static final Signer S3 = new Signer("AKIDEXAMPLE", "secret", null, "us-east-1", "s3");
    private static final SigV4 SIGNATURES = new SigV4();
    private static final String PLACE = "chunk-signature=";
    private static final int MAX_PIECES = 1_000;

    /// A body may be 200 times as large unpacked; while it grows its pieces are there beside it.
    private static final long UNPACKED_PER_BYTE = 600;

    private StreamTargets() {}

    static List<FuzzTarget> all() {
        return List.of(
                new ParserTarget(
                        "events",
                        List.of("\u0000\u0000\u0000\u0010", "\u0007", "\u0009", ":event-type", ":message-type"),
                        StreamTargets::events,
                        input -> read(new ByteArrayInputStream(withChecksums(input)))),
                new ParserTarget(
                        "signedEvents",
                        List.of(":date", ":chunk-signature"),
                        StreamTargets::events,
                        input -> read(
                                signed("STREAMING-AWS4-HMAC-SHA256-EVENTS", withChecksums(input), null)
                                        .body()
                                        .stream())),
                new ParserTarget(
                        "signedChunks",
                        List.of("chunk-signature=@", "\r\n", "0;chunk-signature=@", "x-amz-trailer-signature:@", "-1"),
                        StreamTargets::chunks,
                        StreamTargets::chunked),
                new ParserTarget(
                        "gzip",
                        List.of("\u001f\u008b\u0008"),
                        StreamTargets::gzip,
                        StreamTargets::gunzipped,
                        UNPACKED_PER_BYTE));
    }

    private static byte[] events(Random random) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            Map<String, Object> headers = new LinkedHashMap<>();
            headers.put(":event-type", "a");
            Object[] values = {true, (byte) 1, (short) 2, 3, 4L, new byte[] {5}, "six", NOW, new UUID(7, 8)};
            for (int k = random.nextInt(4); k > 0; k--) {
                headers.put("h" + k, values[random.nextInt(values.length)]);
            }
            byte[] payload = new byte[random.nextInt(60)];
            random.nextBytes(payload);
            all.writeBytes(new EventMessage(headers, payload).bytes());
        }
        return all.toByteArray();
    }

    private static byte[] withChecksums(byte[] input) {
        byte[] out = input.clone();
        ByteBuffer buffer = ByteBuffer.wrap(out);
        for (int at = 0, n = 0; n < MAX_PIECES && at + 16 <= out.length; n++) {
            int length = buffer.getInt(at);
            buffer.putInt(at + 8, crc(out, at, 8));
            if (length < 16 || length > out.length - at) {
                break;
            }
            buffer.putInt(at + length - 4, crc(out, at, length - 4));
            at += length;
        }
        return out;
    }

    private static int crc(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return (int) crc.getValue();
    }

    private static String read(InputStream in) {
        try {
            int messages = 0;
            StringBuilder kinds = new StringBuilder();
            for (EventMessage m = EventMessage.read(in); m != null; m = EventMessage.read(in)) {
                messages++;
                if (messages <= 3) {
                    m.headers().values().forEach(value -> kinds.append(
                                    value.getClass().getSimpleName())
                            .append(' '));
                }
            }
            return "messages " + Math.min(5, messages) + " " + Outcome.shape(kinds.toString());
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory failed", e);
        }
    }

    /// The length of the content, then the chunks; signatures are `@`.
    private static byte[] chunks(Random random) {
        StringBuilder out = new StringBuilder();
        int total = 0;
        for (int i = random.nextInt(4); i > 0; i--) {
            int size = 1 + random.nextInt(100);
            total += size;
            out.append(Integer.toHexString(size)).append(";chunk-signature=@\r\n");
            out.append("a".repeat(size)).append("\r\n");
        }
        out.append("0;chunk-signature=@\r\n");
        if (random.nextBoolean()) {
            out.append("x-amz-checksum-crc32:AAAAAA==\r\nx-amz-trailer-signature:@\r\n");
        }
        return (total + "\n" + out + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String chunked(byte[] input) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        int line = text.indexOf('\n');
        boolean trailer = text.contains("x-amz-trailer-signature");
        String declared = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" + (trailer ? "-TRAILER" : "");
        String length = line < 0 ? "10" : text.substring(0, line);
        HttpRequest request = signed(declared, text.substring(line + 1).getBytes(StandardCharsets.ISO_8859_1), length);
        try {
            return "read " + Math.min(3, request.body().stream().readAllBytes().length);
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory failed", e);
        }
    }

    /// A request with a good head; the signatures of its chunks are written in the places of `@`.
    private static HttpRequest signed(String declared, byte[] body, String length) {
        Headers headers = new Headers().add("Host", "localhost");
        if (length != null) {
            String clean = length.replaceAll("[^ -~]", "");
            headers.add("X-Amz-Decoded-Content-Length", clean.substring(0, Math.min(100, clean.length())));
            headers.add("X-Amz-Trailer", "x-amz-checksum-crc32");
        }
        HttpRequest request = new HttpRequest("PUT", "/b/k", null, headers, Body.EMPTY, "127.0.0.1", false);
        HttpRequest head = S3.sign(request, declared, NOW);
        SigV4.Parsed parsed = SigV4.parse(head, Dialect.S3);
        if (parsed == null) {
            throw new IllegalStateException("not signed");
        }
        byte[] bytes = length == null ? body : withSignatures(body, parsed.signature());
        Body stream = new Body(new ByteArrayInputStream(bytes), bytes.length);
        return SIGNATURES.verify(parsed, head.withBody(stream), "secret", NOW, 1 << 20);
    }

    private static byte[] withSignatures(byte[] body, String first) {
        String text = new String(body, StandardCharsets.ISO_8859_1);
        StringBuilder out = new StringBuilder();
        String previous = first;
        int at = 0;
        for (int n = 0; n < MAX_PIECES; n++) {
            int place = text.indexOf(PLACE + "@", at);
            int end = place < 0 ? -1 : text.indexOf('\n', place);
            if (end < 0) {
                break;
            }
            int size = size(text.substring(at, place));
            int stop = Math.min(text.length(), end + 1 + size);
            previous =
                    signature("PAYLOAD", previous, Hmac.OF_NOTHING + "\n" + Hmac.hash(text.substring(end + 1, stop)));
            out.append(text, at, place).append(PLACE).append(previous).append(text, place + PLACE.length() + 1, stop);
            at = stop;
        }
        int trailers = text.indexOf("x-amz-trailer-signature:@", at);
        if (trailers >= 0) {
            String canonical = text.substring(at, trailers).replace("\r", "");
            String signature = signature("TRAILER", previous, Hmac.hash(canonical));
            out.append(text, at, trailers).append("x-amz-trailer-signature:").append(signature);
            at = trailers + "x-amz-trailer-signature:@".length();
        }
        return out.append(text.substring(at)).toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static int size(String header) {
        String digits = header.replaceAll("[^0-9a-fA-F]", "");
        return digits.isEmpty() || digits.length() > 6 ? 0 : Integer.parseInt(digits, 16);
    }

    private static String signature(String kind, String previous, String rest) {
        byte[] key = Hmac.signingKey("secret", DAY, "us-east-1", "s3");
        return Hmac.hex(key, "AWS4-HMAC-SHA256-" + kind + "\n" + STAMP + "\n" + SCOPE + "\n" + previous + "\n" + rest);
    }

    private static byte[] gzip(Random random) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
            String item = "{\"TableName\":\"fuzz\",\"Limit\":" + random.nextInt(10);
            gzip.write((item + " ".repeat(random.nextInt(10_000)) + "}").getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return packed.toByteArray();
    }

    private static String gunzipped(byte[] input) {
        Headers headers = new Headers()
                .add("Content-Type", "application/x-amz-json-1.0")
                .add("X-Amz-Target", "DynamoDB_20120810.Scan")
                .add("Content-Encoding", "gzip");
        HttpRequest request = new HttpRequest("POST", "/", null, headers, Body.of(input), "127.0.0.1", false);
        try {
            return "unknown " + Wire.decode(DynamodbOps.MODEL, request, 4 << 20).unknownMembers();
        } catch (AwsException e) {
            return DecoderTarget.refused(e);
        }
    }
}
