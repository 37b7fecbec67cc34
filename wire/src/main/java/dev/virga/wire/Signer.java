package dev.virga.wire;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Signs requests with Signature Version 4, as a client does: calls to other endpoints, presigned
/// URLs and tests.
///
/// @param sessionToken of temporary credentials
public record Signer(
        String accessKeyId, String secretKey, @Nullable String sessionToken, String region, String service) {
    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

    /// The request with `X-Amz-Date`, `X-Amz-Content-Sha256`, `X-Amz-Security-Token` and
    /// `Authorization` added to its headers. Signs every header it has; `Host` must be there.
    public HttpRequest sign(HttpRequest request, byte[] body, Instant now) {
        return sign(request.withBody(Body.of(body)), Sha256.hex(body), now);
    }

    /// @param payloadHash hex, or `UNSIGNED-PAYLOAD`, or one of the streaming constants
    public HttpRequest sign(HttpRequest request, String payloadHash, Instant now) {
        Headers headers = new Headers();
        request.headers().forEach(headers::add);
        String timestamp = BASIC.format(now);
        headers.set("X-Amz-Date", timestamp);
        headers.set("X-Amz-Content-Sha256", payloadHash);
        if (sessionToken != null) {
            headers.set("X-Amz-Security-Token", sessionToken);
        }
        TreeSet<String> names = new TreeSet<>();
        headers.forEachLowerCase((name, value) -> names.add(name));
        String signed = String.join(";", names);
        HttpRequest out = request.withHeaders(headers);
        String signature = signature(out, request.rawQuery(), signed, payloadHash, timestamp);
        headers.add(
                "Authorization",
                SigV4.Algorithm.HMAC.token() + " Credential=" + accessKeyId + "/" + scope(timestamp)
                        + ", SignedHeaders=" + signed + ", Signature=" + signature);
        return out;
    }

    /// The query of a presigned request, starting after `?`. Only the host header is signed.
    public String presign(
            String method, String rawPath, @Nullable String rawQuery, String host, Duration expires, Instant now) {
        String timestamp = BASIC.format(now);
        StringBuilder query = new StringBuilder();
        if (rawQuery != null && !rawQuery.isEmpty()) {
            query.append(rawQuery).append('&');
        }
        query.append("X-Amz-Algorithm=").append(SigV4.Algorithm.HMAC.token());
        query.append("&X-Amz-Credential=").append(Percent.encode(accessKeyId + "/" + scope(timestamp)));
        query.append("&X-Amz-Date=").append(timestamp);
        query.append("&X-Amz-Expires=").append(expires.toSeconds());
        query.append("&X-Amz-SignedHeaders=host");
        if (sessionToken != null) {
            query.append("&X-Amz-Security-Token=").append(Percent.encode(sessionToken));
        }
        HttpRequest request = new HttpRequest(
                method, rawPath, query.toString(), new Headers().add("Host", host), Body.EMPTY, "", false);
        String hash = SigV4.isS3(service) ? SigV4.UNSIGNED : Sha256.OF_NOTHING;
        String signature = signature(request, query.toString(), "host", hash, timestamp);
        return query.append("&X-Amz-Signature=").append(signature).toString();
    }

    private String scope(String timestamp) {
        return timestamp.substring(0, 8) + "/" + region + "/" + service + "/aws4_request";
    }

    private String signature(
            HttpRequest request, @Nullable String rawQuery, String signed, String hash, String timestamp) {
        CanonicalRequest.PathRule rule =
                SigV4.isS3(service) ? CanonicalRequest.PathRule.AS_SENT : CanonicalRequest.PathRule.NORMALISED;
        String canonical =
                CanonicalRequest.of(request, rule, QueryString.parse(rawQuery, false), List.of(), signed, hash);
        String toSign =
                CanonicalRequest.stringToSign(SigV4.Algorithm.HMAC.token(), timestamp, scope(timestamp), canonical);
        return HmacKey.sigV4(secretKey, timestamp.substring(0, 8), region, service)
                .signHex(toSign);
    }
}
