package dev.virga.services.dynamodb;

import dev.virga.api.dynamodb.ConditionalCheckFailedException;
import dev.virga.api.dynamodb.InternalServerError;
import dev.virga.wire.AwsException;
import org.jspecify.annotations.Nullable;

/// Errors that the model does not list, and the messages of those that it does.
final class DynamodbErrors {
    private DynamodbErrors() {}

    static AwsException validation(String message) {
        return new AwsException("ValidationException", 400, message);
    }

    /// One or more parameter values were invalid: …
    static AwsException invalid(String message) {
        return validation("One or more parameter values were invalid: " + message);
    }

    /// @param what e.g. `dynamodb:CreateTable with a stream`
    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, what + " is not implemented");
    }

    /// @param returnValues ReturnValuesOnConditionCheckFailure
    static ConditionalCheckFailedException conditionFailed(
            ItemWriter.ConditionFailed failed, @Nullable String returnValues) {
        ConditionalCheckFailedException error = new ConditionalCheckFailedException("The conditional request failed");
        return "ALL_OLD".equals(returnValues) && failed.item != null ? error.item(failed.item) : error;
    }

    /// Others changed the same rows again and again; clients retry it.
    static AwsException tooMuchContention() {
        return new InternalServerError("Too many concurrent changes of the same item");
    }
}
