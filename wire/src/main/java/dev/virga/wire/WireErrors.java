package dev.virga.wire;

import org.jspecify.annotations.Nullable;

/// What the codecs answer when a request cannot be understood.
final class WireErrors {
    /// What an answer repeats of a request, at most.
    private static final int MAX_REPEATED = 256;

    private WireErrors() {}

    static AwsException serialization(String message) {
        return new AwsException("SerializationException", 400, message);
    }

    static AwsException malformedXml() {
        return new AwsException(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static AwsException unknownOperation(String name) {
        return new AwsException("UnknownOperationException", 404, "Unknown operation " + shortened(name));
    }

    /// @param version null when the request names none
    static AwsException unknownAction(String action, @Nullable String version) {
        String named = version == null ? "NO_VERSION_SPECIFIED" : shortened(version);
        return new AwsException(
                "InvalidAction", 400, "Could not find operation " + shortened(action) + " for version " + named);
    }

    private static String shortened(String text) {
        return text.length() <= MAX_REPEATED ? text : text.substring(0, MAX_REPEATED) + "…";
    }

    static AwsException tooLarge(int limit) {
        return new AwsException(
                "RequestEntityTooLargeException", 413, "The request body is larger than " + limit + " bytes.");
    }
}
