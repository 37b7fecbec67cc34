package dev.virga.services.cloudformation;

import dev.virga.api.cloudformation.AlreadyExistsException;
import dev.virga.api.cloudformation.ChangeSetNotFoundException;
import dev.virga.api.cloudformation.InsufficientCapabilitiesException;
import dev.virga.api.cloudformation.InvalidChangeSetStatusException;
import dev.virga.wire.AwsException;

/// What CloudFormation tells a client that did something wrong.
final class CfnErrors {
    private CfnErrors() {}

    /// The code of nearly everything that is wrong with a request or a template.
    static AwsException validation(String message) {
        return new AwsException("ValidationError", 400, message);
    }

    static AwsException noStack(String name) {
        return validation("Stack with id " + name + " does not exist");
    }

    static AwsException exists(String name) {
        return new AlreadyExistsException("Stack [" + name + "] already exists");
    }

    static AwsException busy(String stackId, String status, String what) {
        return validation("Stack:" + stackId + " is in " + status + " state and can not be " + what + ".");
    }

    static AwsException capabilities(String which) {
        return new InsufficientCapabilitiesException("Requires capabilities : [" + which + "]");
    }

    static AwsException noChangeSet(String name) {
        return new ChangeSetNotFoundException("ChangeSet [" + name + "] does not exist");
    }

    static AwsException changeSetStatus(String message) {
        return new InvalidChangeSetStatusException(message);
    }

    /// Something that Virga cannot honour yet; it is refused rather than dropped.
    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, "cloudformation: " + what + " is not implemented by Virga yet.");
    }
}
