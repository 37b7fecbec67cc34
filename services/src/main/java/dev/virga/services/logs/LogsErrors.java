package dev.virga.services.logs;

import dev.virga.api.logs.InvalidParameterException;
import dev.virga.api.logs.ResourceAlreadyExistsException;
import dev.virga.api.logs.ResourceNotFoundException;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words.
final class LogsErrors {
    private LogsErrors() {}

    static AwsException groupDoesNotExist() {
        return new ResourceNotFoundException("The specified log group does not exist.");
    }

    static AwsException streamDoesNotExist() {
        return new ResourceNotFoundException("The specified log stream does not exist.");
    }

    static AwsException resourceDoesNotExist() {
        return new ResourceNotFoundException("The specified resource does not exist.");
    }

    static AwsException groupExists() {
        return new ResourceAlreadyExistsException("The specified log group already exists");
    }

    static AwsException streamExists() {
        return new ResourceAlreadyExistsException("The specified log stream already exists");
    }

    static AwsException invalid(String message) {
        return new InvalidParameterException(message);
    }

    static AwsException invalidToken() {
        return invalid("The specified nextToken is invalid.");
    }

    static AwsException notImplemented(String operation, String member) {
        return new AwsException("NotImplemented", 501, "logs:" + operation + " with " + member + " is not implemented");
    }
}
