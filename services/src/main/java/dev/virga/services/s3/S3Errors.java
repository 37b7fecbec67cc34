package dev.virga.services.s3;

import dev.virga.api.s3.NoSuchBucket;
import dev.virga.api.s3.NoSuchKey;
import dev.virga.api.s3.NoSuchUpload;
import dev.virga.kernel.Call;
import dev.virga.wire.AwsException;

/// What S3 tells a client that did something wrong.
final class S3Errors {
    private S3Errors() {}

    static AwsException noSuchBucket() {
        return new NoSuchBucket("The specified bucket does not exist");
    }

    static AwsException noSuchKey() {
        return new NoSuchKey("The specified key does not exist.");
    }

    static AwsException noSuchUpload() {
        return new NoSuchUpload(
                "The specified upload does not exist. The upload ID may be invalid, or the upload may have"
                        + " been aborted or completed.");
    }

    static AwsException noSuchVersion() {
        return new AwsException("NoSuchVersion", 404, "The specified version does not exist.");
    }

    static AwsException invalidBucketName() {
        return new AwsException("InvalidBucketName", 400, "The specified bucket is not valid.");
    }

    static AwsException bucketNotEmpty() {
        return new AwsException("BucketNotEmpty", 409, "The bucket you tried to delete is not empty");
    }

    static AwsException bucketOwnedByYou() {
        return new AwsException(
                "BucketAlreadyOwnedByYou",
                409,
                "Your previous request to create the named bucket succeeded and you already own it.");
    }

    static AwsException bucketExists() {
        return new AwsException(
                "BucketAlreadyExists",
                409,
                "The requested bucket name is not available. The bucket namespace is shared by all users of the system."
                        + " Please select a different name and try again.");
    }

    static AwsException missing(String code, String message) {
        return new AwsException(code, 404, message);
    }

    static AwsException preconditionFailed() {
        return new AwsException(
                "PreconditionFailed", 412, "At least one of the pre-conditions you specified did not hold");
    }

    static AwsException notModified() {
        return new AwsException("NotModified", 304, "Not Modified");
    }

    static AwsException invalidRange() {
        return new AwsException("InvalidRange", 416, "The requested range is not satisfiable");
    }

    static AwsException invalidArgument(String message) {
        return new AwsException("InvalidArgument", 400, message);
    }

    static AwsException invalidRequest(String message) {
        return new AwsException("InvalidRequest", 400, message);
    }

    static AwsException malformedXml() {
        return new AwsException(
                "MalformedXML",
                400,
                "The XML you provided was not well-formed or did not validate against our published schema");
    }

    static AwsException keyTooLong() {
        return new AwsException("KeyTooLongError", 400, "Your key is too long");
    }

    static AwsException invalidDigest() {
        return new AwsException("InvalidDigest", 400, "The Content-MD5 you specified was invalid.");
    }

    static AwsException badDigest(String what) {
        return new AwsException(
                "BadDigest", 400, "The " + what + " you specified did not match the calculated checksum.");
    }

    static AwsException entityTooLarge() {
        return new AwsException("EntityTooLarge", 400, "Your proposed upload exceeds the maximum allowed size");
    }

    static AwsException entityTooSmall() {
        return new AwsException("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size");
    }

    static AwsException incompleteBody() {
        return new AwsException(
                "IncompleteBody",
                400,
                "You did not provide the number of bytes specified by the Content-Length HTTP header");
    }

    static AwsException publicPolicyBlocked(Call call, String bucket) {
        return new AwsException(
                "AccessDenied",
                403,
                "User: " + call.caller().arn()
                        + " is not authorized to perform: s3:PutBucketPolicy on resource: \"arn:aws:s3:::"
                        + bucket
                        + "\" because public policies are blocked by the BlockPublicPolicy block public access setting.");
    }

    static AwsException metadataTooLarge() {
        return new AwsException(
                "MetadataTooLarge", 400, "Your metadata headers exceed the maximum allowed metadata size");
    }

    static AwsException invalidTag(String message) {
        return new AwsException("InvalidTag", 400, message);
    }

    static AwsException invalidPart() {
        return new AwsException(
                "InvalidPart",
                400,
                "One or more of the specified parts could not be found.  The part may not have been uploaded, or the"
                        + " specified entity tag may not match the part's entity tag.");
    }

    static AwsException invalidPartOrder() {
        return new AwsException(
                "InvalidPartOrder",
                400,
                "The list of parts was not in ascending order. Parts must be ordered by part number.");
    }

    static AwsException conflict() {
        return new AwsException(
                "OperationAborted",
                409,
                "A conflicting conditional operation is currently in progress against this resource. Please try again.");
    }

    /// Something that Virga cannot honour yet; it is refused rather than dropped.
    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, "s3: " + what + " is not implemented by Virga yet.");
    }
}
