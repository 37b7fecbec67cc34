package dev.virga.wire;

import dev.virga.wire.AuthFailure.Reason;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// What a request with a wrong, late or missing signature is told. The same fault has another code,
/// status and wording in each family of services, and clients match on them.
public final class AuthErrors {
    /// The families.
    public enum Dialect {
        /// DynamoDB, SQS, Kinesis …: codes end in Exception, status 400.
        AWS_JSON,
        /// Lambda, API Gateway …: codes end in Exception, status 403.
        REST_JSON,
        /// IAM, STS, CloudFormation … and the XML services other than S3.
        QUERY,
        S3
    }

    private static final DateTimeFormatter BASIC =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    /// A canonical request that is longer is not repeated in the answer.
    private static final int MAX_SHOWN = 8 * 1024;

    private AuthErrors() {}

    private static AwsException failure(Reason reason, AwsException told) {
        return new AuthFailure(reason, told);
    }

    private static AwsException error(Dialect dialect, String json, String query, String message) {
        return switch (dialect) {
            case AWS_JSON -> new AwsException(json, 400, message);
            case REST_JSON -> new AwsException(json, 403, message);
            case QUERY, S3 -> new AwsException(query, 403, message);
        };
    }

    public static AwsException missingToken(Dialect dialect) {
        return failure(
                Reason.UNSIGNED,
                dialect == Dialect.S3
                        ? new AwsException("AccessDenied", 403, "Access Denied")
                        : error(
                                dialect,
                                "MissingAuthenticationTokenException",
                                "MissingAuthenticationToken",
                                "Request is missing Authentication Token"));
    }

    public static AwsException unknownAccessKey(Dialect dialect) {
        return failure(
                Reason.UNKNOWN_KEY,
                dialect == Dialect.S3
                        ? new AwsException(
                                "InvalidAccessKeyId",
                                403,
                                "The AWS Access Key Id you provided does not exist in our records.")
                        : invalidToken(dialect));
    }

    /// With the id, as S3 tells it.
    public static AwsException unknownAccessKey(Dialect dialect, String accessKeyId) {
        AwsException error = unknownAccessKey(dialect);
        return failure(
                Reason.UNKNOWN_KEY,
                dialect == Dialect.S3 ? DetailedException.of(error, "AWSAccessKeyId", accessKeyId) : error);
    }

    public static AwsException invalidToken(Dialect dialect) {
        return failure(
                Reason.INVALID_TOKEN,
                dialect == Dialect.S3
                        ? new AwsException("InvalidToken", 400, "The provided token is malformed or otherwise invalid.")
                        : error(
                                dialect,
                                "UnrecognizedClientException",
                                "InvalidClientTokenId",
                                "The security token included in the request is invalid."));
    }

    public static AwsException expiredToken(Dialect dialect) {
        return failure(
                Reason.EXPIRED_TOKEN,
                dialect == Dialect.S3
                        ? new AwsException("ExpiredToken", 400, "The provided token has expired.")
                        : error(
                                dialect,
                                "ExpiredTokenException",
                                "ExpiredToken",
                                "The security token included in the request is expired"));
    }

    /// The scope of the credential names another service than the one that was called.
    public static AwsException wrongService(SigV4.Parsed parsed, String expected) {
        return failure(
                Reason.WRONG_SCOPE,
                parsed.dialect() == Dialect.S3
                        ? malformedScope(
                                parsed.presigned(),
                                "incorrect service \"" + parsed.service() + "\". This endpoint belongs to \"" + expected
                                        + "\".")
                        : invalidSignature(
                                parsed.dialect(),
                                "Credential should be scoped to correct service: '" + expected + "'. "));
    }

    /// The scope of the credential names another region than the one that was called.
    public static AwsException wrongRegion(SigV4.Parsed parsed, String expected) {
        return failure(
                Reason.WRONG_SCOPE,
                parsed.dialect() == Dialect.S3
                        ? malformedScope(
                                parsed.presigned(),
                                "the region '" + parsed.region() + "' is wrong; expecting '" + expected + "'")
                        : invalidSignature(parsed.dialect(), "Credential should be scoped to a valid region. "));
    }

    /// The day of the credential is not that of the request.
    static AwsException wrongDate(SigV4.Parsed parsed, String day) {
        return failure(
                Reason.WRONG_SCOPE,
                parsed.dialect() == Dialect.S3
                        ? malformedScope(
                                parsed.presigned(),
                                "Invalid credential date \"" + parsed.date()
                                        + "\". This date is not the same as X-Amz-Date: \"" + day + "\".")
                        : invalidSignature(
                                parsed.dialect(),
                                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '"
                                        + parsed.date() + "' != '" + day + "', from '" + parsed.timestamp() + "'."));
    }

    /// S3's words for a credential whose scope is wrong.
    static AwsException malformedScope(boolean presigned, String problem) {
        return failure(
                Reason.WRONG_SCOPE,
                presigned
                        ? badQuery(Dialect.S3, "Error parsing the X-Amz-Credential parameter; " + problem)
                        : incomplete(Dialect.S3, problem));
    }

    private static AwsException headerMalformed(String message) {
        return new AwsException("AuthorizationHeaderMalformed", 400, message);
    }

    static AwsException incomplete(Dialect dialect, String message) {
        return failure(
                Reason.MALFORMED,
                switch (dialect) {
                    case S3 -> headerMalformed("The authorization header is malformed; " + message);
                    case QUERY -> new AwsException("IncompleteSignature", 400, message);
                    case AWS_JSON, REST_JSON ->
                        error(dialect, "IncompleteSignatureException", "IncompleteSignature", message);
                });
    }

    static AwsException badQuery(Dialect dialect, String message) {
        return failure(
                Reason.MALFORMED,
                dialect == Dialect.S3
                        ? new AwsException("AuthorizationQueryParametersError", 400, message)
                        : incomplete(dialect, message));
    }

    static AwsException severalMechanisms(Dialect dialect) {
        String message = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query"
                + " string parameter or the Authorization header should be specified";
        return failure(
                Reason.MALFORMED,
                dialect == Dialect.S3
                        ? new AwsException("InvalidArgument", 400, message)
                        : incomplete(dialect, message));
    }

    static AwsException unsupportedScheme(Dialect dialect, String scheme) {
        return failure(
                Reason.MALFORMED,
                dialect == Dialect.S3
                        ? new AwsException("InvalidArgument", 400, "Unsupported Authorization Type")
                        : incomplete(dialect, "Unsupported AWS 'algorithm': '" + scheme + "'."));
    }

    static AwsException invalidSignature(Dialect dialect, String message) {
        return failure(Reason.MALFORMED, error(dialect, "InvalidSignatureException", "SignatureDoesNotMatch", message));
    }

    /// S3 shows both sides of the comparison.
    ///
    /// @param canonical null where there is none (version 2, chunks)
    static AwsException s3Mismatch(
            String accessKeyId, String provided, String stringToSign, @Nullable String canonical) {
        AwsException error = DetailedException.of(
                mismatch(Dialect.S3, null, null),
                "AWSAccessKeyId",
                accessKeyId,
                "StringToSign",
                stringToSign,
                "SignatureProvided",
                provided,
                "StringToSignBytes",
                hexBytes(stringToSign));
        return failure(
                Reason.WRONG_SIGNATURE,
                canonical == null || canonical.length() > MAX_SHOWN
                        ? error
                        : DetailedException.of(
                                error, "CanonicalRequest", canonical, "CanonicalRequestBytes", hexBytes(canonical)));
    }

    private static String hexBytes(String text) {
        return HexFormat.ofDelimiter(" ").formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    /// @param canonical what Virga signed, for the developer who compares; null to keep it back
    static AwsException mismatch(Dialect dialect, @Nullable String canonical, @Nullable String stringToSign) {
        if (dialect == Dialect.S3) {
            return failure(
                    Reason.WRONG_SIGNATURE,
                    invalidSignature(
                            dialect,
                            "The request signature we calculated does not match the signature you provided. Check your key"
                                    + " and signing method."));
        }
        String message = "The request signature we calculated does not match the signature you provided. Check your"
                + " AWS Secret Access Key and signing method. Consult the service documentation for details.";
        if (canonical != null && stringToSign != null) {
            message += "\n\nThe Canonical String for this request should have been\n'" + canonical
                    + "'\n\nThe String-to-Sign should have been\n'" + stringToSign + "'\n";
        }
        return failure(Reason.WRONG_SIGNATURE, invalidSignature(dialect, message));
    }

    static AwsException headersNotSigned(String names) {
        return failure(
                Reason.HEADERS_NOT_SIGNED,
                DetailedException.of(
                        new AwsException(
                                "AccessDenied", 403, "There were headers present in the request which were not signed"),
                        "HeadersNotSigned",
                        names));
    }

    static AwsException tooOld(Dialect dialect, Instant signed, Instant now, long minutes) {
        if (dialect == Dialect.S3) {
            return failure(Reason.CLOCK_SKEW, tooSkewed(signed, now, minutes));
        }
        Instant earliest = now.minusSeconds(minutes * 60);
        return failure(
                Reason.CLOCK_SKEW,
                invalidSignature(
                        dialect,
                        "Signature expired: " + BASIC.format(signed) + " is now earlier than " + BASIC.format(earliest)
                                + " (" + BASIC.format(now) + " - " + minutes + " min.)"));
    }

    static AwsException notYetCurrent(Dialect dialect, Instant signed, Instant now, long minutes) {
        if (dialect == Dialect.S3) {
            return failure(Reason.CLOCK_SKEW, tooSkewed(signed, now, minutes));
        }
        Instant latest = now.plusSeconds(minutes * 60);
        return failure(
                Reason.CLOCK_SKEW,
                invalidSignature(
                        dialect,
                        "Signature not yet current: " + BASIC.format(signed) + " is still later than "
                                + BASIC.format(latest) + " (" + BASIC.format(now) + " + " + minutes + " min.)"));
    }

    private static AwsException tooSkewed(Instant signed, Instant now, long minutes) {
        return failure(
                Reason.CLOCK_SKEW,
                DetailedException.of(
                        new AwsException(
                                "RequestTimeTooSkewed",
                                403,
                                "The difference between the request time and the current time is too large."),
                        "RequestTime",
                        BASIC.format(signed),
                        "ServerTime",
                        seconds(now),
                        "MaxAllowedSkewMilliseconds",
                        Long.toString(minutes * 60_000)));
    }

    private static String seconds(Instant time) {
        return time.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /// S3's word on a URL of version 2, which says when it ends and not how long it lives.
    static AwsException linkExpired(Instant expiry, Instant now) {
        return failure(
                Reason.EXPIRED,
                DetailedException.of(
                        new AwsException("AccessDenied", 403, "Request has expired"),
                        "Expires",
                        seconds(expiry),
                        "ServerTime",
                        seconds(now)));
    }

    /// A parameter that makes the request one for another operation is not part of the signature.
    public static AwsException notOfVersion2() {
        return failure(
                Reason.HEADERS_NOT_SIGNED,
                new AwsException(
                        "AccessDenied",
                        403,
                        "Signature Version 2 does not sign this operation. Please use AWS4-HMAC-SHA256."));
    }

    static AwsException presignedExpired(Dialect dialect, Duration life, Instant expiry, Instant now) {
        return failure(
                Reason.EXPIRED,
                dialect == Dialect.S3
                        ? DetailedException.of(
                                new AwsException("AccessDenied", 403, "Request has expired"),
                                "X-Amz-Expires",
                                Long.toString(life.toSeconds()),
                                "Expires",
                                seconds(expiry),
                                "ServerTime",
                                seconds(now))
                        : invalidSignature(
                                dialect,
                                "Signature expired: " + BASIC.format(expiry) + " is now earlier than "
                                        + BASIC.format(now)));
    }

    /// The body has another hash than the head promised; S3 only.
    static AwsException hashMismatch(String promised, String computed) {
        return failure(
                Reason.WRONG_BODY,
                DetailedException.of(
                        new AwsException(
                                "XAmzContentSHA256Mismatch",
                                400,
                                "The provided 'x-amz-content-sha256' header does not match what was computed."),
                        "ClientComputedContentSHA256",
                        promised,
                        "S3ComputedContentSHA256",
                        computed));
    }
}
