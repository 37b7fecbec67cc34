package dev.virga.services.ssm;

import dev.virga.api.ssm.ParameterNotFound;
import dev.virga.api.ssm.ParameterVersionNotFound;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words. No value of a parameter is ever part of one.
final class SsmErrors {
    private SsmErrors() {}

    /// AWS gives no message.
    static AwsException notFound() {
        return new ParameterNotFound("");
    }

    static AwsException versionNotFound(String version, String name) {
        return new ParameterVersionNotFound("Systems Manager could not find version " + version + " of " + name
                + ". Verify the version and try again.");
    }

    static AwsException validation(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    static AwsException denied(String message) {
        return new AwsException("AccessDeniedException", 400, message);
    }

    static AwsException concurrent(String name) {
        return new dev.virga.api.ssm.TooManyUpdates("There are concurrent updates for parameter " + name + ".");
    }

    static AwsException notImplemented(String operation, String what) {
        return new AwsException("NotImplemented", 501, "ssm:" + operation + " with " + what + " is not implemented");
    }
}
