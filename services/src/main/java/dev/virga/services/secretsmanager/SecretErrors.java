package dev.virga.services.secretsmanager;

import dev.virga.api.secretsmanager.InvalidParameterException;
import dev.virga.api.secretsmanager.InvalidRequestException;
import dev.virga.api.secretsmanager.LimitExceededException;
import dev.virga.api.secretsmanager.ResourceExistsException;
import dev.virga.api.secretsmanager.ResourceNotFoundException;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words. No value of a secret is ever part of one.
final class SecretErrors {
    private SecretErrors() {}

    static AwsException notFound() {
        return new ResourceNotFoundException("Secrets Manager can't find the specified secret.");
    }

    static AwsException noValueAt(String stage) {
        return new ResourceNotFoundException(
                "Secrets Manager can't find the specified secret value for staging label: " + stage);
    }

    static AwsException noValueOf(String versionId) {
        return new ResourceNotFoundException(
                "Secrets Manager can't find the specified secret value for VersionId: " + versionId);
    }

    static AwsException noVersion() {
        return new ResourceNotFoundException("Secrets Manager can't find the specified secret version.");
    }

    static AwsException markedForDeletion() {
        return request("You can't perform this operation on the secret because it was marked for deletion.");
    }

    static AwsException replica() {
        return request("Operation not permitted on a replica secret. Call must be made in primary secret's region.");
    }

    static AwsException exists(String name) {
        return new ResourceExistsException("The operation failed because the secret " + name + " already exists.");
    }

    static AwsException tokenInUse(String token, String arn) {
        return new ResourceExistsException("You can't use ClientRequestToken " + token
                + " because that value is already in use for a version of secret " + arn + ".");
    }

    static AwsException request(String message) {
        return new InvalidRequestException(message);
    }

    static AwsException parameter(String message) {
        return new InvalidParameterException(message);
    }

    static AwsException limit(String message) {
        return new LimitExceededException(message);
    }

    static AwsException validation(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    static AwsException denied(String message) {
        return new AwsException("AccessDeniedException", 400, message);
    }

    static AwsException notImplemented(String operation, String member) {
        return new AwsException(
                "NotImplemented", 501, "secretsmanager:" + operation + " with " + member + " is not implemented");
    }
}
