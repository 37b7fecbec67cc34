package dev.virga.services.lambda;

import dev.virga.api.lambda.DestinationConfig;
import dev.virga.api.lambda.FunctionEventInvokeConfig;
import dev.virga.api.lambda.OnFailure;
import dev.virga.api.lambda.OnSuccess;
import dev.virga.kernel.Arn;
import dev.virga.services.lambda.EventInvokeConfigTable.Config;
import dev.virga.wire.AwsException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Settings for events between requests, rows and answers.
final class EventInvokeShapes {
    private static final Set<String> DESTINATIONS = Set.of("sqs", "sns", "lambda", "events", "s3");

    private EventInvokeShapes() {}

    static AwsException notFound(FunctionName name) {
        String qualifier = name.qualifier() == null ? FunctionName.LATEST : name.qualifier();
        return LambdaErrors.notFound(
                "The function " + name.functionArn() + ":" + qualifier + " doesn't have an EventInvokeConfig");
    }

    /// What the request does not say stays as it was.
    static Config merge(
            Config before,
            @Nullable Integer retries,
            @Nullable Integer ageSeconds,
            @Nullable DestinationConfig destinations,
            long nowMillis) {
        String success = before.onSuccess();
        String failure = before.onFailure();
        if (destinations != null) {
            OnSuccess onSuccess = destinations.onSuccess();
            OnFailure onFailure = destinations.onFailure();
            success = onSuccess == null ? null : destination(onSuccess.destination());
            failure = onFailure == null ? null : destination(onFailure.destination());
        }
        return new Config(
                retries == null ? before.maxRetries() : retries,
                ageSeconds == null ? before.maxAgeSeconds() : ageSeconds,
                success,
                failure,
                nowMillis);
    }

    private static @Nullable String destination(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        Arn arn = Arn.parse(text);
        if (arn == null || !DESTINATIONS.contains(arn.service())) {
            throw LambdaErrors.invalid("The provided destination ARN is invalid: " + text);
        }
        return text;
    }

    static FunctionEventInvokeConfig shape(Config config, FunctionName name) {
        String qualifier = name.qualifier() == null || name.settingsQualifier().isEmpty()
                ? FunctionName.LATEST
                : name.settingsQualifier();
        return FunctionEventInvokeConfig.builder()
                .functionArn(name.functionArn() + ":" + qualifier)
                .lastModified(Instant.ofEpochMilli(config.modifiedMillis()))
                .maximumRetryAttempts(config.maxRetries())
                .maximumEventAgeInSeconds(config.maxAgeSeconds())
                .destinationConfig(DestinationConfig.builder()
                        .onSuccess(OnSuccess.builder()
                                .destination(config.onSuccess())
                                .build())
                        .onFailure(OnFailure.builder()
                                .destination(config.onFailure())
                                .build())
                        .build())
                .build();
    }
}
