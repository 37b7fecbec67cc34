package dev.virga.services.lambda;

import dev.virga.api.lambda.InvalidParameterValueException;
import dev.virga.api.lambda.PreconditionFailedException;
import dev.virga.api.lambda.RequestTooLargeException;
import dev.virga.api.lambda.ResourceConflictException;
import dev.virga.api.lambda.ResourceNotFoundException;
import dev.virga.api.lambda.ServiceException;
import dev.virga.api.lambda.TooManyRequestsException;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words.
final class LambdaErrors {
    private static final String USER = "User";

    private LambdaErrors() {}

    static AwsException invalid(String message) {
        return new InvalidParameterValueException(message).type(USER);
    }

    /// @param violation what follows `1 validation error detected: `
    static AwsException validation(String violation) {
        return new AwsException("ValidationException", 400, "1 validation error detected: " + violation);
    }

    static AwsException notFound(String message) {
        return new ResourceNotFoundException(message).type(USER);
    }

    static AwsException functionNotFound(FunctionName name) {
        return notFound("Function not found: " + name.arn());
    }

    static AwsException aliasNotFound(FunctionName name, String alias) {
        return notFound("Cannot find alias arn: " + name.functionArn() + ":" + alias);
    }

    static AwsException policyNotFound() {
        return notFound("The resource you requested does not exist.");
    }

    static AwsException conflict(String message) {
        return new ResourceConflictException(message).type(USER);
    }

    static AwsException revisionChanged() {
        return new PreconditionFailedException(
                        "The Revision Id provided does not match the latest Revision Id. Call the GetFunction/GetAlias"
                                + " API to retrieve the latest Revision Id")
                .type(USER);
    }

    /// @param reason e.g. `ReservedFunctionConcurrentInvocationLimitExceeded`
    static AwsException throttled(String reason) {
        return new TooManyRequestsException("Rate Exceeded.").reason(reason).type(USER);
    }

    static AwsException payloadTooLarge(int bytes, String invocationType, int limit) {
        return new RequestTooLargeException(bytes + " byte payload is too large for the " + invocationType
                        + " invocation type (limit " + limit + " bytes)")
                .type(USER);
    }

    static AwsException requestTooLarge(long limit, String operation) {
        return new AwsException(
                "RequestEntityTooLargeException",
                413,
                "Request must be smaller than " + limit + " bytes for the " + operation + " operation");
    }

    /// The host could not run a function; what to do about it is in the message.
    static AwsException service(String message) {
        return new ServiceException(message).type("Service");
    }

    static AwsException notImplemented(String operation, String member) {
        return new AwsException(
                "NotImplemented", 501, "lambda:" + operation + " with " + member + " is not implemented");
    }
}
