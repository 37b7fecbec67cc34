package dev.virga.services.iam;

import dev.virga.api.iam.ConcurrentModificationException;
import dev.virga.api.iam.DeleteConflictException;
import dev.virga.api.iam.EntityAlreadyExistsException;
import dev.virga.api.iam.InvalidAuthenticationCodeException;
import dev.virga.api.iam.InvalidInputException;
import dev.virga.api.iam.LimitExceededException;
import dev.virga.api.iam.MalformedPolicyDocumentException;
import dev.virga.api.iam.NoSuchEntityException;
import dev.virga.api.iam.PasswordPolicyViolationException;
import dev.virga.api.iam.UnmodifiableEntityException;
import dev.virga.wire.AwsException;

/// What IAM refuses, in AWS's words.
final class IamErrors {
    private IamErrors() {}

    static AwsException noSuchEntity(String kind, String name) {
        return new NoSuchEntityException("The " + kind + " with name " + name + " cannot be found.");
    }

    static AwsException noSuchAccessKey(String id) {
        return new NoSuchEntityException("The Access Key with id " + id + " cannot be found.");
    }

    static AwsException noSuchOpenIdProvider(String arn) {
        return new NoSuchEntityException("OpenIDConnect Provider not found for arn " + arn);
    }

    static AwsException noSuchPolicy(String arn) {
        return new NoSuchEntityException("Policy " + arn + " was not found.");
    }

    static AwsException notAttachable(String arn) {
        return new NoSuchEntityException("Policy " + arn + " does not exist or is not attachable.");
    }

    static AwsException noSuchVersion(String arn, String version) {
        return new NoSuchEntityException(
                "Policy " + arn + " version " + version + " does not exist or is not attachable.");
    }

    static AwsException notAMember(String user, String group) {
        return new NoSuchEntityException("User " + user + " is not a member of group " + group + ".");
    }

    /// @param kind with a capital: `User`
    static AwsException alreadyExists(String kind, String name) {
        return new EntityAlreadyExistsException(kind + " with name " + name + " already exists.");
    }

    static AwsException policyAlreadyExists(String name) {
        return new EntityAlreadyExistsException(
                "A policy called " + name + " already exists. Duplicate names are not allowed.");
    }

    static AwsException deleteConflict(String first) {
        return new DeleteConflictException("Cannot delete entity, must " + first + " first.");
    }

    static AwsException policyAttached() {
        return new DeleteConflictException("Cannot delete a policy attached to entities.");
    }

    static AwsException policyHasVersions() {
        return new DeleteConflictException("This policy has more than one version. Before you delete a policy, you "
                + "must delete the policy's versions. The default version is deleted with the policy.");
    }

    static AwsException defaultVersion() {
        return new DeleteConflictException("Cannot delete the default version of a policy.");
    }

    static AwsException tooManyVersions() {
        return new LimitExceededException("A managed policy can have up to " + Quotas.VERSIONS_PER_POLICY
                + " versions. Before you create a new version, you must delete an existing version.");
    }

    static AwsException quota(String name, int limit) {
        return new LimitExceededException("Cannot exceed quota for " + name + ": " + limit);
    }

    static AwsException inlinePolicies(int limit, String kind, String name) {
        return new LimitExceededException(
                "Maximum policy size of " + limit + " bytes exceeded for " + kind + " " + name);
    }

    static AwsException invalidPrincipal(String arn) {
        return new MalformedPolicyDocumentException("Invalid principal in policy: \"AWS\":\"" + arn + "\"");
    }

    static AwsException gone(String message) {
        return new NoSuchEntityException(message);
    }

    static AwsException taken(String message) {
        return new EntityAlreadyExistsException(message);
    }

    static AwsException noSuchDevice(String serial) {
        return gone("VirtualMFADevice with serial number " + serial + " doesn't exist.");
    }

    static AwsException noPasswordPolicy(String account) {
        return gone("The Password Policy with domain name " + account + " cannot be found.");
    }

    static AwsException password(String message) {
        return new PasswordPolicyViolationException(message);
    }

    static AwsException invalidCode() {
        return new InvalidAuthenticationCodeException("Authentication code for device is not valid.");
    }

    static AwsException protectedRole(String name) {
        return new UnmodifiableEntityException("Cannot perform the operation on the protected role '" + name
                + "' - this role is only modifiable by AWS");
    }

    static AwsException invalidInput(String message) {
        return new InvalidInputException(message);
    }

    static AwsException validation(String message) {
        return new AwsException("ValidationError", 400, message);
    }

    static AwsException awsManaged() {
        return new AwsException(
                "AccessDenied", 403, "Policies managed by AWS cannot be changed or deleted by an account.");
    }

    static AwsException concurrentModification() {
        return new ConcurrentModificationException(
                "The request was rejected because another request changed the same entity. Try again.");
    }
}
