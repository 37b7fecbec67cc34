package dev.virga.wire;

import dev.virga.wire.AuthErrors.Dialect;
import dev.virga.wire.CanonicalRequest.PathRule;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Verifies AWS Signature Version 4 and 4a, in a header or in the query (presigned), and unwraps
/// signed bodies. Any thread; holds nothing but a cache of keys.
///
/// The caller asks [#parse] who signed, looks up the secret of that access key and calls [#verify].
public final class SigV4 {
    /// How far the clock of a client may be off.
    public static final Duration MAX_SKEW = Duration.ofMinutes(15);

    /// The longest life of a presigned URL.
    public static final Duration MAX_EXPIRES = Duration.ofDays(7);

    /// The two kinds of signatures.
    public enum Algorithm {
        /// Version 4: a secret of a day, a region and a service.
        HMAC("AWS4-HMAC-SHA256"),
        /// Version 4a: a key pair, for a set of regions.
        ECDSA("AWS4-ECDSA-P256-SHA256");

        private final String token;

        Algorithm(String token) {
            this.token = token;
        }

        /// How requests name it.
        public String token() {
            return token;
        }

        static @Nullable Algorithm of(String token) {
            return token.equals(HMAC.token) ? HMAC : token.equals(ECDSA.token) ? ECDSA : null;
        }
    }

    static final String UNSIGNED = "UNSIGNED-PAYLOAD";
    private static final String STREAMING = "STREAMING-";
    private static final String ORDERS = "x-amz-";
    private static final int MAX_REPEATED_NAME = 64;

    /// Tokens are sealed, belong to one access key and are sometimes added after signing; CDNs add
    /// their id, browsers what they are. S3 wants even these signed.
    private static final Set<String> NEED_NOT_BE_SIGNED =
            Set.of("x-amz-security-token", "x-amz-cf-id", "x-amz-user-agent");

    private final SigningKeys keys = new SigningKeys();

    /// What a request says about its signature; nothing of it is verified.
    ///
    /// @param date of the credential scope, `yyyyMMdd`
    /// @param region of the credential scope; of Version 4a, which is good for a set of them, the
    ///     one that the host names, or else the first of the set
    /// @param timestamp when it was signed, as it stands in the request: `yyyyMMdd'T'HHmmss'Z'`
    /// @param sessionToken of temporary credentials; the caller checks that it belongs to the key
    /// @param presigned in the query instead of a header
    /// @param expires life of a presigned request; null when it does not say
    public record Parsed(
            Dialect dialect,
            Algorithm algorithm,
            String accessKeyId,
            String date,
            String region,
            String service,
            String signedHeaders,
            String signature,
            String timestamp,
            Instant signedAt,
            @Nullable String sessionToken,
            boolean presigned,
            @Nullable Duration expires,
            QueryString query) {
        String scope() {
            return switch (algorithm) {
                case HMAC -> date + "/" + region + "/" + service + "/aws4_request";
                case ECDSA -> date + "/" + service + "/aws4_request";
            };
        }
    }

    /// Null when the request carries no signature at all: it is anonymous.
    ///
    /// @throws AwsException when there is one that cannot be understood
    public static @Nullable Parsed parse(HttpRequest request, Dialect dialect) {
        return SigV4Parser.parse(request, dialect);
    }

    /// The request with a body that may be trusted: what is in memory has been compared with its
    /// hash, what streams is verified while it is read and fails with an [AwsException] at the
    /// latest when its end is reached.
    ///
    /// @param secretKey of [Parsed#accessKeyId]
    /// @param bodyLimit bytes that are read into memory when the hash of the body must be computed
    ///     here
    public HttpRequest verify(Parsed parsed, HttpRequest request, String secretKey, Instant now, int bodyLimit) {
        PathRule rule = isS3(parsed.service()) ? PathRule.AS_SENT : PathRule.NORMALISED;
        return verify(parsed, request, secretKey, now, bodyLimit, rule);
    }

    /// A request that nobody signed, with a body that is decoded and compared with its own hash.
    public static HttpRequest anonymous(HttpRequest request) {
        String declared = request.header("X-Amz-Content-Sha256");
        return declared == null ? request : Payloads.verified(null, request, declared, null);
    }

    HttpRequest verify(
            Parsed parsed, HttpRequest request, String secretKey, Instant now, int bodyLimit, PathRule rule) {
        checkTime(parsed, now);
        checkSignedHeaders(parsed, request);
        String declared = declaredHash(parsed, request);
        HttpRequest readable = request;
        String hash = declared;
        if (hash == null) {
            byte[] bytes = Bodies.raw(request.body(), bodyLimit);
            hash = Sha256.hex(bytes);
            readable = request.withBody(Body.of(bytes));
        }
        SignatureKey key = keys.get(parsed, secretKey);
        checkSignature(parsed, request, key, hash, rule);
        if (parsed.presigned() && isS3(parsed.service())) {
            readable = PresignedHeaders.ofVersion4(readable, parsed.query());
        }
        return declared == null ? readable : Payloads.verified(parsed, readable, declared, key);
    }

    private static void checkSignature(
            Parsed parsed, HttpRequest request, SignatureKey key, String hash, PathRule rule) {
        List<String> leaveOut = parsed.presigned() ? List.of("X-Amz-Signature") : List.of();
        String canonical = CanonicalRequest.of(request, rule, parsed.query(), leaveOut, parsed.signedHeaders(), hash);
        String toSign = stringToSign(parsed, canonical);
        if (key.verifies(toSign, parsed.signature())) {
            return;
        }
        if (parsed.presigned() && parsed.sessionToken() != null && !isS3(parsed.service())) {
            // Some services (IoT) want the token added after signing.
            List<String> tokenToo = List.of("X-Amz-Signature", "X-Amz-Security-Token");
            String other = CanonicalRequest.of(request, rule, parsed.query(), tokenToo, parsed.signedHeaders(), hash);
            if (key.verifies(stringToSign(parsed, other), parsed.signature())) {
                return;
            }
        }
        throw parsed.dialect() == Dialect.S3
                ? AuthErrors.s3Mismatch(parsed.accessKeyId(), parsed.signature(), toSign, canonical)
                : AuthErrors.mismatch(parsed.dialect(), canonical, toSign);
    }

    private static String stringToSign(Parsed parsed, String canonical) {
        return CanonicalRequest.stringToSign(parsed.algorithm().token(), parsed.timestamp(), parsed.scope(), canonical);
    }

    /// In constant time.
    static boolean same(String a, String b) {
        return MessageDigest.isEqual(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));
    }

    static boolean isS3(String service) {
        return service.equals("s3") || service.startsWith("s3-") || service.equals("s3express");
    }

    /// The hash that is part of the signature, when the request names it; null when it is that of
    /// the body.
    private static @Nullable String declaredHash(Parsed parsed, HttpRequest request) {
        String header = request.header("X-Amz-Content-Sha256");
        if (parsed.presigned()) {
            if (header == null) {
                header = parsed.query().get("X-Amz-Content-Sha256");
            }
            if (isS3(parsed.service())) {
                return header == null ? UNSIGNED : header;
            }
            return UNSIGNED.equals(header) ? header : null;
        }
        if (header == null && isS3(parsed.service())) {
            throw new AwsException(
                    "InvalidRequest", 400, "Missing required header for this request: x-amz-content-sha256");
        }
        return header;
    }

    private static void checkTime(Parsed parsed, Instant now) {
        long minutes = MAX_SKEW.toMinutes();
        Instant signedAt = parsed.signedAt();
        if (signedAt.isAfter(now.plus(MAX_SKEW))) {
            throw AuthErrors.notYetCurrent(parsed.dialect(), signedAt, now, minutes);
        }
        Duration expires = parsed.expires();
        if (expires != null) {
            Instant expiry = signedAt.plus(expires);
            if (now.isAfter(expiry)) {
                throw AuthErrors.presignedExpired(parsed.dialect(), expires, expiry, now);
            }
        } else if (signedAt.isBefore(now.minus(MAX_SKEW))) {
            throw AuthErrors.tooOld(parsed.dialect(), signedAt, now, minutes);
        }
        String day = parsed.timestamp().substring(0, 8);
        if (!day.equals(parsed.date())) {
            throw AuthErrors.wrongDate(parsed, day);
        }
    }

    /// The host must be signed, and every header that gives an order (`x-amz-…`): else a signed
    /// request could be changed on its way, into another operation by its `X-Amz-Target`.
    private static void checkSignedHeaders(Parsed parsed, HttpRequest request) {
        boolean s3 = isS3(parsed.service());
        if (!signs(parsed.signedHeaders(), "host") && !signs(parsed.signedHeaders(), ":authority")) {
            throw s3 ? AuthErrors.headersNotSigned("host") : mustBeSigned(parsed, "'Host' or ':authority'");
        }
        if (parsed.algorithm() == Algorithm.ECDSA
                && !parsed.presigned()
                && !signs(parsed.signedHeaders(), "x-amz-region-set")) {
            throw mustBeSigned(parsed, "'X-Amz-Region-Set'");
        }
        Headers headers = request.headers();
        @Nullable TreeSet<String> forgotten = null;
        for (int i = 0; i < headers.size(); i++) {
            String sent = headers.name(i);
            if (!sent.regionMatches(true, 0, ORDERS, 0, ORDERS.length())) {
                continue;
            }
            String name = sent.toLowerCase(Locale.ROOT);
            if (!signs(parsed.signedHeaders(), name) && (s3 || !NEED_NOT_BE_SIGNED.contains(name))) {
                forgotten = forgotten == null ? new TreeSet<>() : forgotten;
                forgotten.add(name);
            }
        }
        if (forgotten != null) {
            throw s3
                    ? AuthErrors.headersNotSigned(String.join(", ", forgotten))
                    : mustBeSigned(parsed, "'" + shortened(forgotten.getFirst()) + "'");
        }
    }

    private static AwsException mustBeSigned(Parsed parsed, String name) {
        return AuthErrors.invalidSignature(
                parsed.dialect(), name + " must be a 'SignedHeader' in the AWS Authorization.");
    }

    private static String shortened(String name) {
        return name.length() <= MAX_REPEATED_NAME ? name : name.substring(0, MAX_REPEATED_NAME) + "…";
    }

    private static boolean signs(String signedHeaders, String name) {
        int at = -1;
        while ((at = signedHeaders.indexOf(name, at + 1)) >= 0) {
            int end = at + name.length();
            boolean starts = at == 0 || signedHeaders.charAt(at - 1) == ';';
            if (starts && (end == signedHeaders.length() || signedHeaders.charAt(end) == ';')) {
                return true;
            }
        }
        return false;
    }

    static boolean isStreaming(String declaredHash) {
        return declaredHash.startsWith(STREAMING);
    }
}
