package dev.virga.wire;

/// What the codecs answer when a request cannot be understood.
final class WireErrors {
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
        return new AwsException("UnknownOperationException", 404, "Unknown operation " + name);
    }

    static AwsException tooLarge(int limit) {
        return new AwsException(
                "RequestEntityTooLargeException", 413, "The request body is larger than " + limit + " bytes.");
    }
}
