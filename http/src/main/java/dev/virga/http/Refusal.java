package dev.virga.http;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/// What a refusal of the edge says, in the form that the client most likely reads. Which service is
/// meant is not known here, so only what a few headers and the path tell counts:
///
///     Smithy-Protocol: rpc-v2-cbor             a map with __type
///     X-Amz-Target or application/x-amz-json   {"__type":"…"}
///     a form                                   <ErrorResponse>
///     a scope of s3, or unsigned with a path   S3's <Error>
///     any other scope, or application/json     {"message":"…"}
///     anything else                            a line of text, or of HTML from 500 on
///
/// Repeats nothing of the request. HTML, because botocore takes a 5xx with it for a server's own
/// error and tries again, where its parsers fail on plain text.
///
/// @param type of the body
/// @param code for a header; null when the body says it, or nothing does
record Refusal(String type, String body, @Nullable String code, boolean s3) {
    private static final String CBOR = "application/cbor";

    /// A map of one, its key, and the head of a text of up to 255 bytes.
    private static final String CBOR_TYPE = "\u00a1f__typex";

    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    static Refusal of(Request request, int status, String requestId) {
        HttpFields headers = request.getHeaders();
        String type = Objects.requireNonNullElse(headers.get(HttpHeader.CONTENT_TYPE), "");
        String signed = Objects.requireNonNullElse(headers.get(HttpHeader.AUTHORIZATION), "");
        boolean scoped = signed.contains("/aws4_request");
        if ("rpc-v2-cbor".equals(headers.get("Smithy-Protocol"))) {
            String code = json(status);
            return new Refusal(CBOR, CBOR_TYPE + (char) code.length() + code, code, false);
        }
        if (type.startsWith("application/x-amz-json") || headers.contains("X-Amz-Target")) {
            String own = type.endsWith("1.1") ? "application/x-amz-json-1.1" : "application/x-amz-json-1.0";
            String body = "{\"__type\":\"" + json(status) + "\",\"message\":\"" + message(status) + "\"}";
            return new Refusal(own, body, json(status), false);
        }
        if (type.startsWith("application/x-www-form-urlencoded")) {
            String body = "<ErrorResponse><Error><Type>" + (status < 500 ? "Sender" : "Receiver") + "</Type><Code>"
                    + query(status) + "</Code><Message>" + message(status) + "</Message></Error><RequestId>" + requestId
                    + "</RequestId></ErrorResponse>";
            return new Refusal("text/xml", body, null, false);
        }
        if (scoped ? signed.contains("/s3/aws4_request") : hasPath(request) && !type.startsWith("application/json")) {
            String body = XML + "<Error><Code>" + s3(status) + "</Code><Message>" + message(status)
                    + "</Message><RequestId>" + requestId + "</RequestId></Error>";
            return new Refusal("application/xml", body, null, true);
        }
        if (scoped || type.startsWith("application/json")) {
            return new Refusal("application/json", "{\"message\":\"" + message(status) + "\"}", json(status), false);
        }
        String line = status + " " + HttpStatus.getMessage(status);
        return status < 500
                ? new Refusal("text/plain", line + "\n", null, false)
                : new Refusal("text/html", "<html><body>" + line + "</body></html>\n", null, false);
    }

    /// Of a request that could not be read to the end of its head the engine makes up a path.
    private static boolean hasPath(Request request) {
        HttpURI uri = request.getHttpURI();
        boolean whole = uri != null
                && (uri.getAuthority() != null || request.getHeaders().contains(HttpHeader.HOST));
        String target = whole ? RawTargets.target(request) : "/";
        return target.length() > 1 && target.charAt(1) != '?' && !target.startsWith("/_virga");
    }

    byte[] bytes() {
        return body.getBytes(StandardCharsets.ISO_8859_1);
    }

    boolean isCbor() {
        return CBOR.equals(type);
    }

    private static String s3(int status) {
        return switch (status) {
            case 408 -> "RequestTimeout";
            case 411 -> "MissingContentLength";
            case 413 -> "EntityTooLarge";
            case 414 -> "URITooLong";
            case 431 -> "RequestHeaderSectionTooLarge";
            case 500 -> "InternalError";
            case 501 -> "NotImplemented";
            case 503 -> "SlowDown";
            default -> "BadRequest";
        };
    }

    private static String json(int status) {
        return switch (status) {
            case 408 -> "RequestTimeoutException";
            case 413 -> "RequestEntityTooLargeException";
            case 431 -> "RequestHeaderSectionTooLargeException";
            case 500 -> "InternalFailure";
            case 501 -> "NotImplemented";
            case 503 -> "ServiceUnavailable";
            default -> "BadRequestException";
        };
    }

    private static String query(int status) {
        return switch (status) {
            case 408 -> "RequestTimeout";
            case 413 -> "RequestEntityTooLarge";
            case 500 -> "InternalFailure";
            case 501 -> "NotImplemented";
            case 503 -> "Throttling";
            default -> "BadRequest";
        };
    }

    private static String message(int status) {
        return switch (status) {
            case 408 ->
                "Your socket connection to the server was not read from or written to within the timeout period.";
            case 413 -> "Your proposed upload exceeds the maximum allowed size";
            case 414 -> "The URI is too long.";
            case 431 -> "The headers of the request are too large.";
            case 500 -> "We encountered an internal error. Please try again.";
            case 503 -> "Please reduce your request rate.";
            default -> HttpStatus.getMessage(status);
        };
    }
}
