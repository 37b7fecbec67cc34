package dev.virga.wire;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Turns the body of a request into one that is verified, at once or while it is read.
final class Payloads {
    private static final String EVENTS = "-EVENTS";
    private static final String UNSIGNED_TRAILER = "STREAMING-UNSIGNED-PAYLOAD-TRAILER";

    private Payloads() {}

    /// @param declared what `x-amz-content-sha256` says
    /// @param key null for an anonymous request
    static HttpRequest verified(
            SigV4.@Nullable Parsed parsed, HttpRequest request, String declared, @Nullable SignatureKey key) {
        if (declared.equals(SigV4.UNSIGNED)) {
            return request;
        }
        if (SigV4.isStreaming(declared)) {
            return chunked(parsed, request, declared, key);
        }
        Body body = request.body();
        if (body.inMemory()) {
            checkHash(body, declared, parsed);
            return request;
        }
        return request.withBody(new Body(new HashedStream(body.stream(), body.length(), declared), body.length()));
    }

    private static void checkHash(Body body, String declared, SigV4.@Nullable Parsed parsed) {
        try {
            String computed = Sha256.hex(body.bytes(Integer.MAX_VALUE));
            if (!SigV4.same(computed, declared)) {
                throw parsed == null || parsed.dialect() == AuthErrors.Dialect.S3
                        ? AuthErrors.hashMismatch(declared, computed)
                        : AuthErrors.mismatch(parsed.dialect(), null, null);
            }
        } catch (IOException e) {
            throw new IllegalStateException("a body in memory cannot fail", e);
        }
    }

    private static HttpRequest chunked(
            SigV4.@Nullable Parsed parsed, HttpRequest request, String declared, @Nullable SignatureKey key) {
        boolean trailer = declared.endsWith("-TRAILER");
        AwsChunkedStream.Signing signing = null;
        if (!declared.equals(UNSIGNED_TRAILER)) {
            boolean events = declared.endsWith(EVENTS);
            if (parsed == null || key == null) {
                throw unsupported();
            }
            String wanted =
                    events ? "STREAMING-" + parsed.algorithm().token() + EVENTS : signed(parsed.algorithm(), trailer);
            if (!declared.equals(wanted)) {
                throw unsupported();
            }
            signing = new AwsChunkedStream.Signing(
                    key, parsed.algorithm(), parsed.timestamp(), parsed.scope(), parsed.signature());
            if (events) {
                return request.withBody(new Body(new SignedEventStream(request.body().stream(), signing), -1));
            }
        }
        long length = decodedLength(request);
        Body body = new Body(
                new AwsChunkedStream(request.body().stream(), length, trailer, signing, announced(request)), length);
        Headers headers = withoutAwsChunked(request.headers());
        return request.withHeaders(headers).withBody(body);
    }

    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`.
    private static String signed(SigV4.Algorithm algorithm, boolean trailer) {
        return "STREAMING-" + algorithm.token() + "-PAYLOAD" + (trailer ? "-TRAILER" : "");
    }

    /// `x-amz-trailer: x-amz-checksum-crc32`.
    private static List<String> announced(HttpRequest request) {
        String names = request.headers().get("X-Amz-Trailer", "").toLowerCase(Locale.ROOT);
        return Arrays.stream(names.split(",", AwsChunkedStream.MAX_TRAILERS + 1))
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    private static AwsException unsupported() {
        return new AwsException("InvalidRequest", 400, "The value of x-amz-content-sha256 header is invalid.");
    }

    private static long decodedLength(HttpRequest request) {
        String text = request.header("X-Amz-Decoded-Content-Length");
        if (text == null) {
            throw new AwsException("MissingContentLength", 411, "You must provide the Content-Length HTTP header.");
        }
        try {
            long length = Long.parseLong(text.strip());
            if (length >= 0) {
                return length;
            }
        } catch (NumberFormatException e) {
            // Answered below like a negative one.
        }
        throw new AwsException("InvalidArgument", 400, "X-Amz-Decoded-Content-Length is not a length.");
    }

    /// The body is decoded, so its encoding must not be named any more; what remains is the
    /// object's own.
    private static Headers withoutAwsChunked(Headers headers) {
        Headers kept = new Headers();
        for (int i = 0; i < headers.size(); i++) {
            String value = headers.value(i);
            if (headers.name(i).equalsIgnoreCase("Content-Encoding")) {
                StringBuilder rest = new StringBuilder();
                for (String coding : value.split(",", -1)) {
                    if (!coding.strip().equalsIgnoreCase("aws-chunked") && !coding.isBlank()) {
                        rest.append(rest.isEmpty() ? "" : ",").append(coding.strip());
                    }
                }
                if (rest.isEmpty()) {
                    continue;
                }
                value = rest.toString();
            }
            kept.add(headers.name(i), value);
        }
        return kept;
    }
}
