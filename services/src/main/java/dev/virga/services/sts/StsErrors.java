package dev.virga.services.sts;

import dev.virga.api.sts.PackedPolicyTooLargeException;
import dev.virga.wire.AwsException;

/// What STS refuses, in AWS's words.
final class StsErrors {
    private StsErrors() {}

    static AwsException accessDenied(String message) {
        return new AwsException("AccessDenied", 403, message);
    }

    static AwsException validation(String message) {
        return new AwsException("ValidationError", 400, message);
    }

    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, what + " is not implemented by Virga yet.");
    }

    static AwsException tooLong() {
        return validation("The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
    }

    static AwsException tooLongInAChain() {
        return validation(
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
    }

    static AwsException invalidArn(String arn) {
        return validation(arn + " is invalid");
    }

    static AwsException packedPolicyTooLarge(int percent) {
        return new PackedPolicyTooLargeException("Packed size of session policy and tags consumes " + percent
                + "% of allotted space. Try with smaller policy or fewer tags.");
    }

    static AwsException policyTooLong(int limit) {
        return validation("1 validation error detected: Value at 'policy' failed to satisfy constraint: Member must "
                + "have length less than or equal to " + limit);
    }

    static AwsException onlyForUsers() {
        return accessDenied("Cannot call GetSessionToken with session credentials");
    }
}
