package dev.virga.services.dynamodb;

import dev.virga.wire.AwsException;

/// Errors that the model does not list, and the messages of those that it does.
final class DynamodbErrors {
    private DynamodbErrors() {}

    static AwsException validation(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    /// One or more parameter values were invalid: …
    static AwsException invalid(String message) {
        return validation("One or more parameter values were invalid: " + message);
    }

    /// @param what e.g. `dynamodb:CreateTable with a stream`
    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, what + " is not implemented");
    }
}
