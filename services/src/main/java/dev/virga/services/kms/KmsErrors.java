package dev.virga.services.kms;

import dev.virga.api.kms.DisabledException;
import dev.virga.api.kms.DryRunOperationException;
import dev.virga.api.kms.IncorrectKeyException;
import dev.virga.api.kms.InvalidCiphertextException;
import dev.virga.api.kms.InvalidKeyUsageException;
import dev.virga.api.kms.KMSInternalException;
import dev.virga.api.kms.KMSInvalidStateException;
import dev.virga.api.kms.LimitExceededException;
import dev.virga.api.kms.MalformedPolicyDocumentException;
import dev.virga.api.kms.NotFoundException;
import dev.virga.api.kms.UnsupportedOperationException;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words.
final class KmsErrors {
    private KmsErrors() {}

    static AwsException keyDoesNotExist(String arn) {
        return new NotFoundException("Key '" + arn + "' does not exist");
    }

    static AwsException aliasDoesNotExist(String arn) {
        return new NotFoundException("Alias " + arn + " is not found.");
    }

    static AwsException invalidKeyId(String keyId) {
        return new NotFoundException("Invalid keyId '" + keyId + "'");
    }

    static AwsException otherRegion(String region) {
        return new NotFoundException("Invalid arn " + region);
    }

    static AwsException grantDoesNotExist(String grantId) {
        return new NotFoundException("Grant ID " + grantId + " not found");
    }

    static AwsException disabled(String arn) {
        return new DisabledException(arn + " is disabled.");
    }

    static AwsException invalidState(KmsKey key) {
        return new KMSInvalidStateException(key.arn()
                + switch (key.state()) {
                    case ENABLED -> " is enabled.";
                    case DISABLED -> " is disabled.";
                    case PENDING_DELETION -> " is pending deletion.";
                    case PENDING_REPLICA_DELETION -> " is pending replica deletion.";
                    case PENDING_IMPORT -> " is pending import.";
                });
    }

    static AwsException policyDoesNotExist() {
        return new NotFoundException("No such policy exists");
    }

    static AwsException notPendingDeletion(KmsKey key) {
        return new KMSInvalidStateException(key.arn() + " is not pending deletion.");
    }

    static AwsException wrongUsage(KmsKey key, String operation) {
        return new InvalidKeyUsageException(
                key.arn() + " key usage is " + key.usage() + " which is not valid for " + operation + ".");
    }

    static AwsException wrongAlgorithm(KmsKey key, String algorithm) {
        return new InvalidKeyUsageException(
                "Algorithm " + algorithm + " and key spec " + key.spec() + " are incompatible.");
    }

    /// AWS says nothing more either.
    static AwsException invalidCiphertext() {
        return new InvalidCiphertextException("");
    }

    static AwsException incorrectKey() {
        return new IncorrectKeyException(
                "The key ID in the request does not identify a CMK that can perform this operation.");
    }

    static AwsException inaccessibleKeyOfCiphertext() {
        return denied("The ciphertext refers to a customer master key that does not exist, does not exist in this"
                + " region, or you are not allowed to access.");
    }

    static AwsException denied(String message) {
        return new AwsException("AccessDeniedException", 400, message);
    }

    static AwsException validation(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    static AwsException unsupported(String message) {
        return new UnsupportedOperationException(message);
    }

    static AwsException unsupported(KmsKey key, String why) {
        return new UnsupportedOperationException(key.arn() + " " + why);
    }

    /// @param name of a principal that does not exist
    static AwsException invalidPrincipal(String name) {
        return malformedPolicy("Policy contains a statement with one or more invalid principals.");
    }

    static AwsException malformedPolicy(String message) {
        return new MalformedPolicyDocumentException(message);
    }

    static AwsException limit(String message) {
        return new LimitExceededException(message);
    }

    static AwsException dryRun() {
        return new DryRunOperationException("The request would have succeeded, but the DryRun option is set.");
    }

    static AwsException busy() {
        return new KMSInternalException("Too many requests change this key at the same time.");
    }

    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, "kms:" + what + " is not implemented by Virga.");
    }
}
