package dev.virga.wire;

import dev.virga.wire.AuthErrors.Dialect;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Takes the parts of a signature out of a request.
final class SigV4Parser {
    /// More headers than any client signs.
    static final int MAX_SIGNED_HEADERS_LENGTH = 8 * 1024;

    private static final DateTimeFormatter BASIC = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT);

    /// Headers that say how a request is signed.
    private static final List<String> ONCE =
            List.of("Host", "X-Amz-Date", "X-Amz-Security-Token", "X-Amz-Content-Sha256", "X-Amz-Region-Set");

    private SigV4Parser() {}

    static SigV4.@Nullable Parsed parse(HttpRequest request, Dialect dialect) {
        List<String> headers = request.headers().all("Authorization");
        String rawQuery = request.rawQuery();
        QueryString query = QueryString.parse(rawQuery, false);
        boolean presigned = rawQuery != null
                && rawQuery.contains("X-Amz-")
                && (query.has("X-Amz-Signature") || query.has("X-Amz-Credential") || query.has("X-Amz-Algorithm"));
        if (headers.isEmpty()) {
            return presigned ? fromQuery(request, query, dialect) : null;
        }
        if (headers.size() > 1 || presigned) {
            throw AuthErrors.severalMechanisms(dialect);
        }
        return fromHeader(request, headers.getFirst(), query, dialect);
    }

    private static SigV4.Parsed fromHeader(HttpRequest request, String header, QueryString query, Dialect dialect) {
        int blank = header.indexOf(' ');
        String scheme = blank < 0 ? header : header.substring(0, blank);
        SigV4.Algorithm algorithm = SigV4.Algorithm.of(scheme);
        if (algorithm == null) {
            throw AuthErrors.unsupportedScheme(dialect, scheme);
        }
        for (String name : ONCE) {
            if (request.headers().all(name).size() > 1) {
                throw AuthErrors.incomplete(dialect, "Only one '" + name + "' header is allowed.");
            }
        }
        String credential = parameter(header, "Credential");
        String signature = parameter(header, "Signature");
        String signed = parameter(header, "SignedHeaders");
        String timestamp = timestamp(request);
        if (credential == null || signature == null || signed == null || timestamp == null) {
            throw AuthErrors.incomplete(
                    dialect, missing(credential, signature, signed, timestamp) + " Authorization=" + scheme);
        }
        String[] scope = scope(credential, algorithm, dialect, false);
        return new SigV4.Parsed(
                dialect,
                algorithm,
                scope[0],
                scope[1],
                algorithm == SigV4.Algorithm.HMAC
                        ? scope[2]
                        : RegionSet.region(request, request.header("X-Amz-Region-Set"), dialect),
                scope[scope.length - 2],
                shortEnough(signed, dialect),
                signature,
                timestamp,
                instant(timestamp, dialect, false),
                request.header("X-Amz-Security-Token"),
                false,
                null,
                query);
    }

    private static String missing(
            @Nullable String credential,
            @Nullable String signature,
            @Nullable String signed,
            @Nullable String timestamp) {
        StringBuilder text = new StringBuilder();
        if (credential == null) {
            text.append("Authorization header requires 'Credential' parameter. ");
        }
        if (signature == null) {
            text.append("Authorization header requires 'Signature' parameter. ");
        }
        if (signed == null) {
            text.append("Authorization header requires 'SignedHeaders' parameter. ");
        }
        if (timestamp == null) {
            text.append("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
        }
        return text.toString().strip();
    }

    private static SigV4.Parsed fromQuery(HttpRequest request, QueryString query, Dialect dialect) {
        once(query, dialect);
        String token = query.get("X-Amz-Algorithm");
        String credential = query.get("X-Amz-Credential");
        String signature = query.get("X-Amz-Signature");
        String signed = query.get("X-Amz-SignedHeaders");
        String timestamp = query.get("X-Amz-Date");
        String expires = query.get("X-Amz-Expires");
        if (token == null
                || credential == null
                || signature == null
                || signed == null
                || timestamp == null
                || (expires == null && dialect == Dialect.S3)) {
            throw AuthErrors.badQuery(
                    dialect,
                    "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential,"
                            + " X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.");
        }
        SigV4.Algorithm algorithm = SigV4.Algorithm.of(token);
        if (algorithm == null) {
            throw AuthErrors.badQuery(
                    dialect, "X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"");
        }
        String[] scope = scope(credential, algorithm, dialect, true);
        return new SigV4.Parsed(
                dialect,
                algorithm,
                scope[0],
                scope[1],
                algorithm == SigV4.Algorithm.HMAC
                        ? scope[2]
                        : RegionSet.region(request, query.get("X-Amz-Region-Set"), dialect),
                scope[scope.length - 2],
                shortEnough(signed, dialect),
                signature,
                timestamp,
                instant(timestamp, dialect, true),
                query.get("X-Amz-Security-Token"),
                true,
                expires == null ? null : expires(expires, dialect),
                query);
    }

    private static Duration expires(String text, Dialect dialect) {
        long seconds;
        try {
            seconds = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw AuthErrors.badQuery(dialect, "X-Amz-Expires should be a number");
        }
        if (seconds < 0) {
            throw AuthErrors.badQuery(dialect, "X-Amz-Expires must be non-negative");
        }
        if (seconds == 0) {
            throw AuthErrors.badQuery(dialect, "X-Amz-Expires must be at least one second");
        }
        if (seconds > SigV4.MAX_EXPIRES.toSeconds()) {
            throw AuthErrors.badQuery(
                    dialect,
                    "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be"
                            + " less than 604800 seconds");
        }
        return Duration.ofSeconds(seconds);
    }

    private static String shortEnough(String signedHeaders, Dialect dialect) {
        if (signedHeaders.length() > MAX_SIGNED_HEADERS_LENGTH) {
            throw AuthErrors.incomplete(dialect, "SignedHeaders is too long.");
        }
        return signedHeaders;
    }

    /// A parameter that is there twice could mean one thing here and another elsewhere.
    private static void once(QueryString query, Dialect dialect) {
        Set<String> seen = new HashSet<>();
        for (QueryString.Parameter parameter : query.parameters()) {
            if (parameter.name().startsWith("X-Amz-") && !seen.add(parameter.name())) {
                throw AuthErrors.badQuery(dialect, "The parameter " + parameter.name() + " is there more than once.");
            }
        }
    }

    /// Access key id, date, region (not in Version 4a), service, terminator.
    private static String[] scope(String credential, SigV4.Algorithm algorithm, Dialect dialect, boolean presigned) {
        String form = algorithm == SigV4.Algorithm.HMAC ? "keyid/date/region/service/term" : "keyid/date/service/term";
        int elements = algorithm == SigV4.Algorithm.HMAC ? 5 : 4;
        String[] parts = credential.split("/", -1);
        if (parts.length != elements || parts[0].isEmpty()) {
            throw dialect == Dialect.S3
                    ? AuthErrors.malformedScope(
                            presigned,
                            "the Credential is mal-formed; expecting \"<YOUR-AKID>/YYYYMMDD/"
                                    + (elements == 5 ? "REGION/" : "") + "SERVICE/aws4_request\".")
                    : AuthErrors.incomplete(
                            dialect,
                            "Credential must have exactly " + elements + " slash-delimited elements, e.g. " + form
                                    + ", got '" + credential + "'");
        }
        String end = parts[elements - 1];
        if (!end.equals("aws4_request")) {
            throw dialect == Dialect.S3
                    ? AuthErrors.malformedScope(
                            presigned, "incorrect terminal \"" + end + "\". This endpoint uses \"aws4_request\".")
                    : AuthErrors.invalidSignature(
                            dialect,
                            "Credential should be scoped with a valid terminator: 'aws4_request', not '" + end + "'. ");
        }
        return parts;
    }

    private static @Nullable String parameter(String header, String name) {
        int from = header.indexOf(' ');
        while (from >= 0) {
            int start = from + 1;
            while (start < header.length() && header.charAt(start) == ' ') {
                start++;
            }
            int end = header.indexOf(',', start);
            int stop = end < 0 ? header.length() : end;
            int equals = start + name.length();
            if (equals < stop && header.startsWith(name, start) && header.charAt(equals) == '=') {
                String value = header.substring(equals + 1, stop).strip();
                return value.isEmpty() ? null : value;
            }
            from = end;
        }
        return null;
    }

    private static @Nullable String timestamp(HttpRequest request) {
        String amz = request.header("X-Amz-Date");
        if (amz != null) {
            return amz;
        }
        String date = request.header("Date");
        if (date == null || date.endsWith("Z")) {
            return date;
        }
        try {
            return BASIC.format(DateTimeFormatter.RFC_1123_DATE_TIME
                    .parse(date, Instant::from)
                    .atOffset(ZoneOffset.UTC));
        } catch (DateTimeException e) {
            return date;
        }
    }

    private static Instant instant(String timestamp, Dialect dialect, boolean presigned) {
        try {
            if (timestamp.length() == 16 && timestamp.charAt(8) == 'T' && timestamp.charAt(15) == 'Z') {
                return LocalDateTime.of(
                                Integer.parseInt(timestamp, 0, 4, 10),
                                Integer.parseInt(timestamp, 4, 6, 10),
                                Integer.parseInt(timestamp, 6, 8, 10),
                                Integer.parseInt(timestamp, 9, 11, 10),
                                Integer.parseInt(timestamp, 11, 13, 10),
                                Integer.parseInt(timestamp, 13, 15, 10))
                        .toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException | NumberFormatException e) {
            throw badDate(timestamp, dialect, presigned);
        }
        throw badDate(timestamp, dialect, presigned);
    }

    private static AwsException badDate(String timestamp, Dialect dialect, boolean presigned) {
        if (dialect != Dialect.S3) {
            return AuthErrors.incomplete(
                    dialect,
                    "Date must be in ISO-8601 'basic format'. Got '" + timestamp + "'. See"
                            + " http://en.wikipedia.org/wiki/ISO_8601");
        }
        return presigned
                ? AuthErrors.badQuery(dialect, "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"")
                : new AwsException(
                        "AccessDenied", 403, "AWS authentication requires a valid Date or x-amz-date header");
    }
}
