package dev.virga.wire;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// Verifies S3's presigned URLs of Signature Version 2, which boto3 and the AWS CLI still make
/// unless they are told otherwise. Only in the query: no client signs headers this way any more.
public final class SigV2 {
    /// Parameters that name a part of the resource and are signed; the others are not.
    private static final Set<String> SUBRESOURCES = Set.of(
            "accelerate",
            "acl",
            "analytics",
            "cors",
            "defaultObjectAcl",
            "delete",
            "inventory",
            "lifecycle",
            "location",
            "logging",
            "metrics",
            "notification",
            "object-lock",
            "partNumber",
            "policy",
            "replication",
            "requestPayment",
            "response-cache-control",
            "response-content-disposition",
            "response-content-encoding",
            "response-content-language",
            "response-content-type",
            "response-expires",
            "restore",
            "retention",
            "select",
            "select-type",
            "storageClass",
            "tagging",
            "torrent",
            "uploadId",
            "uploads",
            "versionId",
            "versioning",
            "versions",
            "website");

    /// Parameters that tell apart operations which do the same.
    private static final Set<String> WITHOUT_EFFECT = Set.of("list-type", "x-id");

    private SigV2() {}

    /// What a request says about its signature; nothing of it is verified.
    public record Parsed(
            String accessKeyId,
            String signature,
            String expires,
            Instant expiry,
            @Nullable String sessionToken,
            QueryString query) {}

    /// Null when the request is not signed this way.
    public static @Nullable Parsed parse(HttpRequest request) {
        String raw = request.rawQuery();
        if (raw == null || !raw.contains("AWSAccessKeyId")) {
            return null;
        }
        QueryString query = QueryString.parse(raw, false);
        String key = query.get("AWSAccessKeyId");
        String signature = query.get("Signature");
        String expires = query.get("Expires");
        if (key == null || signature == null || expires == null) {
            throw new AwsException(
                    "AccessDenied",
                    403,
                    "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters");
        }
        return new Parsed(key, signature, expires, expiry(expires), query.get("x-amz-security-token"), query);
    }

    private static Instant expiry(String text) {
        try {
            return Instant.ofEpochSecond(Long.parseLong(text));
        } catch (NumberFormatException | DateTimeException e) {
            throw new AwsException("AccessDenied", 403, "Invalid date (should be seconds since epoch): " + text);
        }
    }

    /// The request with the headers that the URL carries in its query: what was signed holds.
    ///
    /// @param resource path of the request as clients sign it, `/bucket/key`, still
    ///     percent-encoded: for virtual hosts the bucket is part of it
    /// @throws AwsException when the signature is wrong or late
    public static HttpRequest verify(
            Parsed parsed, HttpRequest request, String resource, String secretKey, Instant now) {
        if (now.isAfter(parsed.expiry())) {
            throw AuthErrors.linkExpired(parsed.expiry(), now);
        }
        StringBuilder text = new StringBuilder(request.method()).append('\n');
        text.append(field(parsed, request, "content-md5")).append('\n');
        text.append(field(parsed, request, "content-type")).append('\n');
        text.append(parsed.expires()).append('\n');
        amzFields(text, parsed.query(), request.headers());
        text.append(resource);
        subresources(text, parsed.query());
        if (!SigV4.same(hmacSha1(secretKey, text.toString()), parsed.signature())) {
            throw AuthErrors.s3Mismatch(parsed.accessKeyId(), parsed.signature(), text.toString(), null);
        }
        return PresignedHeaders.ofVersion2(request, parsed.query());
    }

    /// Whether the parameters that make a request one for this operation are signed. Those of
    /// operations younger than version 2 are not, and anybody could add them to a URL.
    ///
    /// @param uri of the operation, [Op#uri]
    public static boolean signs(String uri) {
        int mark = uri.indexOf('?');
        return QueryString.parse(mark < 0 ? null : uri.substring(mark + 1), false).parameters().stream()
                .allMatch(parameter ->
                        SUBRESOURCES.contains(parameter.name()) || WITHOUT_EFFECT.contains(parameter.name()));
    }

    /// The header, or what stands for it in the query: once, for only one is signed.
    private static String field(Parsed parsed, HttpRequest request, String name) {
        long times = parsed.query().parameters().stream()
                .filter(parameter -> parameter.name().equals(name))
                .count();
        if (times > 1) {
            throw new AwsException("InvalidArgument", 400, "Query parameter " + name + " is there more than once");
        }
        String sent = request.header(name);
        String given = sent == null ? parsed.query().get(name) : CanonicalRequest.text(sent);
        return given == null ? "" : given.strip();
    }

    private static void amzFields(StringBuilder out, QueryString query, Headers headers) {
        Map<String, String> fields = new TreeMap<>();
        for (QueryString.Parameter parameter : query.parameters()) {
            String name = parameter.name().toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-")) {
                fields.merge(name, parameter.text().strip(), (a, b) -> a + "," + b);
            }
        }
        for (int i = 0; i < headers.size(); i++) {
            String name = headers.name(i).toLowerCase(Locale.ROOT);
            if (name.startsWith("x-amz-")) {
                String value = CanonicalRequest.text(headers.value(i)).strip();
                // In the query and sent as well: it was signed once.
                fields.merge(name, value, (a, b) -> a.equals(b) ? a : a + "," + b);
            }
        }
        fields.forEach(
                (name, value) -> out.append(name).append(':').append(value).append('\n'));
    }

    private static void subresources(StringBuilder out, QueryString query) {
        List<QueryString.Parameter> named = query.parameters().stream()
                .filter(p -> SUBRESOURCES.contains(p.name()))
                .sorted((a, b) -> a.name().compareTo(b.name()))
                .toList();
        char separator = '?';
        for (QueryString.Parameter parameter : named) {
            out.append(separator).append(parameter.name());
            if (parameter.value() != null) {
                out.append('=').append(parameter.value());
            }
            separator = '&';
        }
    }

    static String hmacSha1(String secretKey, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secretKey.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HmacSHA1", e);
        }
    }
}
