package dev.virga.wire;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// What REST clients say about the form of their bodies and of the answers they want. Services
/// believe the model rather than these headers, and so does this cloud (curl says `form` of
/// everything), but for a statement that cannot be true.
final class MediaTypes {
    private MediaTypes() {}

    /// Refuses a document that is said to be in another structured format.
    static void requireDocument(HttpRequest request, boolean xml) {
        String type = bare(request.header("Content-Type"));
        boolean json = type.equals("application/json") || type.contains("amz-json");
        boolean markup = type.endsWith("/xml");
        boolean structured = json || markup || type.contains("+") || type.contains("cbor");
        if (structured && !(xml ? markup : json)) {
            throw unsupported(type);
        }
    }

    /// Refuses a payload that is said to be something else than the model says.
    static void requirePayload(HttpRequest request, Member payload) {
        String modeled = mediaType(payload);
        String type = bare(request.header("Content-Type"));
        if (modeled != null && !type.isEmpty() && !type.equals(bare(modeled))) {
            throw unsupported(type);
        }
    }

    /// Refuses to answer in the model's media type a client that takes others only.
    static void requireAcceptable(HttpRequest request, Op<?, ?> op) {
        Member payload = op.output().bindings().payload();
        String modeled = payload == null ? null : mediaType(payload);
        String accept = request.header("Accept");
        if (modeled == null || accept == null) {
            return;
        }
        String wanted = bare(modeled);
        String range = wanted.substring(0, wanted.indexOf('/') + 1) + "*";
        for (String part : accept.split(",", -1)) {
            String type = bare(part);
            if (type.equals("*/*") || type.equals(range) || type.equals(wanted)) {
                return;
            }
        }
        throw new AwsException("NotAcceptableException", 406, "The answer is in " + modeled + " only.");
    }

    private static @Nullable String mediaType(Member payload) {
        String own = payload.mediaType();
        return own != null ? own : payload.target().mediaType();
    }

    private static String bare(@Nullable String header) {
        if (header == null) {
            return "";
        }
        int parameters = header.indexOf(';');
        return (parameters < 0 ? header : header.substring(0, parameters))
                .strip()
                .toLowerCase(Locale.ROOT);
    }

    private static AwsException unsupported(String type) {
        return new AwsException(
                "UnsupportedMediaTypeException", 415, "The request body cannot be of the type " + type + ".");
    }
}
