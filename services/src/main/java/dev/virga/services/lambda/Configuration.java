package dev.virga.services.lambda;

import dev.virga.api.lambda.DeadLetterConfig;
import dev.virga.api.lambda.EphemeralStorage;
import dev.virga.api.lambda.FunctionConfiguration;
import dev.virga.api.lambda.Layer;
import dev.virga.api.lambda.LoggingConfig;
import dev.virga.api.lambda.RuntimeVersionConfig;
import dev.virga.api.lambda.SnapStartResponse;
import dev.virga.api.lambda.TracingConfigResponse;
import dev.virga.kernel.Call;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/// The configuration of a function as answers show it; the environment variables only to whom the key
/// opens them.
final class Configuration {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSS'+0000'").withZone(ZoneOffset.UTC);

    private final EnvironmentSeal seal;

    Configuration(EnvironmentSeal seal) {
        this.seal = seal;
    }

    static String time(long millis) {
        return TIME.format(Instant.ofEpochMilli(millis));
    }

    /// @param arn with or without a qualifier, as the request was
    FunctionConfiguration of(FunctionVersion version, FunctionName name, String arn, Call call) {
        FunctionVersion.Settings settings = version.settings();
        FunctionVersion.Code code = version.code();
        FunctionConfiguration.Builder shape = FunctionConfiguration.builder()
                .functionName(version.name())
                .functionArn(arn)
                .runtime(settings.runtime())
                .role(settings.role())
                .handler(settings.handler())
                .codeSize(code.length())
                .description(settings.description())
                .timeout(settings.timeoutSeconds())
                .memorySize(settings.memoryMegabytes())
                .lastModified(time(version.lastModifiedMillis()))
                .codeSha256(code.sha256())
                .version(version.version())
                .tracingConfig(
                        TracingConfigResponse.builder().mode(settings.tracing()).build())
                .revisionId(version.revisionId())
                .state("Active")
                .lastUpdateStatus("Successful")
                .packageType("Zip")
                .architectures(List.of(code.architecture()))
                .ephemeralStorage(
                        EphemeralStorage.builder().size(settings.tmpMegabytes()).build())
                .snapStart(SnapStartResponse.builder()
                        .applyOn(settings.snapStart())
                        .optimizationStatus("Off")
                        .build())
                .runtimeVersionConfig(RuntimeVersionConfig.builder()
                        .runtimeVersionArn(LogLines.of(version, region(arn)).runtimeVersionArn())
                        .build())
                .loggingConfig(logging(version));
        shape.environment(seal.shown(call, name, settings.environment()));
        shape.kmsKeyArn(settings.environment().kmsKeyArn());
        if (settings.deadLetterArn() != null) {
            shape.deadLetterConfig(DeadLetterConfig.builder()
                    .targetArn(settings.deadLetterArn())
                    .build());
        }
        if (!settings.layers().isEmpty()) {
            shape.layers(settings.layers().stream()
                    .map(l -> Layer.builder().arn(l.arn()).codeSize(l.length()).build())
                    .toList());
        }
        return shape.build();
    }

    private static String region(String arn) {
        return arn.split(":", 5)[3];
    }

    private static LoggingConfig logging(FunctionVersion version) {
        FunctionVersion.Logging logging = version.settings().logging();
        return LoggingConfig.builder()
                .logFormat(logging.format())
                .applicationLogLevel(logging.applicationLevel())
                .systemLogLevel(logging.systemLevel())
                .logGroup(version.logGroup())
                .build();
    }
}
