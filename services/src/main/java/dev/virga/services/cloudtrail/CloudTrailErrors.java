package dev.virga.services.cloudtrail;

import dev.virga.api.cloudtrail.CloudTrailARNInvalidException;
import dev.virga.api.cloudtrail.ConflictException;
import dev.virga.api.cloudtrail.InsufficientS3BucketPolicyException;
import dev.virga.api.cloudtrail.InvalidCloudWatchLogsLogGroupArnException;
import dev.virga.api.cloudtrail.InvalidCloudWatchLogsRoleArnException;
import dev.virga.api.cloudtrail.InvalidEventSelectorsException;
import dev.virga.api.cloudtrail.InvalidHomeRegionException;
import dev.virga.api.cloudtrail.InvalidLookupAttributesException;
import dev.virga.api.cloudtrail.InvalidNextTokenException;
import dev.virga.api.cloudtrail.InvalidParameterCombinationException;
import dev.virga.api.cloudtrail.InvalidS3BucketNameException;
import dev.virga.api.cloudtrail.InvalidS3PrefixException;
import dev.virga.api.cloudtrail.InvalidTagParameterException;
import dev.virga.api.cloudtrail.InvalidTimeRangeException;
import dev.virga.api.cloudtrail.InvalidTokenException;
import dev.virga.api.cloudtrail.InvalidTrailNameException;
import dev.virga.api.cloudtrail.MaximumNumberOfTrailsExceededException;
import dev.virga.api.cloudtrail.OrganizationsNotInUseException;
import dev.virga.api.cloudtrail.ResourceNotFoundException;
import dev.virga.api.cloudtrail.S3BucketDoesNotExistException;
import dev.virga.api.cloudtrail.TagsLimitExceededException;
import dev.virga.api.cloudtrail.TrailAlreadyExistsException;
import dev.virga.api.cloudtrail.TrailNotFoundException;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words.
final class CloudTrailErrors {
    private CloudTrailErrors() {}

    static AwsException notFound(String name, String account) {
        return new TrailNotFoundException("Unknown trail: " + name + " for the user: " + account);
    }

    static AwsException exists(String name, String account) {
        return new TrailAlreadyExistsException("Trail " + name + " already exists for customer: " + account);
    }

    static AwsException tooMany(String account, int most, String region) {
        return new MaximumNumberOfTrailsExceededException(
                "User: " + account + " already has " + most + " trails in " + region + ".");
    }

    static AwsException name(String message) {
        return new InvalidTrailNameException(message);
    }

    static AwsException arn(String arn) {
        return new CloudTrailARNInvalidException("The trail ARN is not valid: " + arn);
    }

    static AwsException homeRegion(String name, String home) {
        return new InvalidHomeRegionException(
                "Trail " + name + " can be changed in its home region only: " + home + ".");
    }

    static AwsException noBucket(String bucket) {
        return new S3BucketDoesNotExistException("S3 bucket " + bucket + " does not exist!");
    }

    static AwsException bucketName(String bucket) {
        return new InvalidS3BucketNameException("Bucket name " + bucket + " is not valid.");
    }

    static AwsException bucketPolicy(String bucket) {
        return new InsufficientS3BucketPolicyException("Incorrect S3 bucket policy is detected for bucket: " + bucket);
    }

    static AwsException prefix() {
        return new InvalidS3PrefixException("S3 prefix is longer than maximum length: 200");
    }

    static AwsException logGroup() {
        return new InvalidCloudWatchLogsLogGroupArnException(
                "CloudTrail cannot validate the specified log group ARN. Check its form, and that the group exists "
                        + "in the home region of the trail.");
    }

    static AwsException logsRole() {
        return new InvalidCloudWatchLogsRoleArnException("Access denied. Check the trust relationships for your role.");
    }

    static AwsException logsTogether() {
        return new InvalidParameterCombinationException(
                "You must specify a CloudWatch Logs log group ARN together with a role ARN.");
    }

    static AwsException selectors(String message) {
        return new InvalidEventSelectorsException(message);
    }

    static AwsException lookupAttributes(String message) {
        return new InvalidLookupAttributesException(message);
    }

    static AwsException timeRange() {
        return new InvalidTimeRangeException("The start time must be before the end time.");
    }

    static AwsException nextToken() {
        return new InvalidNextTokenException("Invalid NextToken.");
    }

    static AwsException token() {
        return new InvalidTokenException("Invalid NextToken.");
    }

    static AwsException resource(String id) {
        return new ResourceNotFoundException("Unknown resource: " + id);
    }

    static AwsException tag(String message) {
        return new InvalidTagParameterException(message);
    }

    static AwsException tooManyTags(int most) {
        return new TagsLimitExceededException("The number of tags per trail has exceeded the limit of " + most + ".");
    }

    static AwsException noOrganization() {
        return new OrganizationsNotInUseException("This account is in no organization.");
    }

    static AwsException conflict(String name) {
        return new ConflictException("Trail " + name + " is being changed by another request. Try again.");
    }

    static AwsException notImplemented(String operation, String member) {
        return new AwsException(
                "NotImplemented", 501, "cloudtrail:" + operation + " with " + member + " is not implemented");
    }
}
