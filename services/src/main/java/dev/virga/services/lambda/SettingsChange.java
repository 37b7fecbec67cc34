package dev.virga.services.lambda;

import dev.virga.api.lambda.CreateFunctionRequest;
import dev.virga.api.lambda.LoggingConfig;
import dev.virga.api.lambda.UpdateFunctionConfigurationRequest;
import dev.virga.kernel.Arn;
import dev.virga.kernel.Call;
import dev.virga.services.lambda.FunctionVersion.LayerUse;
import dev.virga.services.lambda.FunctionVersion.Logging;
import dev.virga.services.lambda.FunctionVersion.Settings;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Checks what a request says about a function's configuration and applies it to what was there
/// before.
///
/// https://docs.aws.amazon.com/lambda/latest/api/API_UpdateFunctionConfiguration.html
final class SettingsChange {
    private static final int MIN_MEMORY = 128;
    private static final int MAX_MEMORY = 10_240;
    private static final int MAX_TIMEOUT = 900;
    private static final int MAX_LAYERS = 5;
    private static final int DEFAULT_TIMEOUT = 3;
    private static final int DEFAULT_TMP = 512;

    private final LayerTable layers;
    private final EnvironmentSeal seal;

    SettingsChange(LayerTable layers, EnvironmentSeal seal) {
        this.layers = layers;
        this.seal = seal;
    }

    /// The settings of a new function.
    Settings create(CreateFunctionRequest request, String role, Call call, FunctionName name) {
        String operation = "CreateFunction";
        refuse(operation, "FileSystemConfigs", notEmpty(request.fileSystemConfigs()));
        refuse(operation, "ImageConfig", request.imageConfig() != null);
        refuse(operation, "PackageType Image", "Image".equals(request.packageType()));
        refuse(operation, "CodeSigningConfigArn", notEmpty(request.codeSigningConfigArn()));
        refuse(operation, "CapacityProviderConfig", request.capacityProviderConfig() != null);
        refuse(operation, "DurableConfig", request.durableConfig() != null);
        refuse(operation, "TenancyConfig", request.tenancyConfig() != null);
        refuse(operation, "PublishTo", request.publishTo() != null);
        if (request.runtime() == null || request.handler() == null) {
            throw LambdaErrors.invalid("Runtime and Handler are mandatory parameters for functions created with"
                    + " deployment packages.");
        }
        UpdateFunctionConfigurationRequest change = UpdateFunctionConfigurationRequest.builder()
                .handler(request.handler())
                .runtime(request.runtime())
                .description(request.description())
                .timeout(request.timeout())
                .memorySize(request.memorySize())
                .vpcConfig(request.vpcConfig())
                .environment(request.environment())
                .kmsKeyArn(request.kmsKeyArn())
                .deadLetterConfig(request.deadLetterConfig())
                .tracingConfig(request.tracingConfig())
                .layers(request.layers())
                .ephemeralStorage(request.ephemeralStorage())
                .snapStart(request.snapStart())
                .loggingConfig(request.loggingConfig())
                .build();
        Settings blank = new Settings(
                request.runtime(),
                role,
                request.handler(),
                "",
                DEFAULT_TIMEOUT,
                MIN_MEMORY,
                DEFAULT_TMP,
                SealedEnvironment.NONE,
                List.of(),
                null,
                "PassThrough",
                Logging.TEXT,
                "None");
        return apply(change, blank, operation, call, name);
    }

    /// What is not in the request stays as it was.
    Settings update(UpdateFunctionConfigurationRequest change, Settings before, Call call, FunctionName name) {
        String operation = "UpdateFunctionConfiguration";
        refuse(operation, "FileSystemConfigs", notEmpty(change.fileSystemConfigs()));
        refuse(operation, "ImageConfig", change.imageConfig() != null);
        refuse(operation, "CapacityProviderConfig", change.capacityProviderConfig() != null);
        refuse(operation, "DurableConfig", change.durableConfig() != null);
        return apply(change, before, operation, call, name);
    }

    private Settings apply(
            UpdateFunctionConfigurationRequest change,
            Settings before,
            String operation,
            Call call,
            FunctionName name) {
        refuse(
                operation,
                "VpcConfig",
                change.vpcConfig() != null
                        && (notEmpty(change.vpcConfig().subnetIds())
                                || notEmpty(change.vpcConfig().securityGroupIds())));
        String runtime = change.runtime() == null ? before.runtime() : change.runtime();
        Runtimes.language(runtime);
        String handler = change.handler() == null ? before.handler() : change.handler();
        if (handler.isEmpty() || handler.chars().anyMatch(Character::isWhitespace)) {
            throw LambdaErrors.validation("Value '" + handler + "' at 'handler' failed to satisfy constraint: Member"
                    + " must satisfy regular expression pattern: [^\\s]+");
        }
        String role = change.role() == null ? before.role() : change.role();
        int seconds = timeout(change.timeout(), before.timeoutSeconds());
        int megabytes = memory(change.memorySize(), before.memoryMegabytes());
        List<LayerUse> layers = layers(change.layers(), before.layers());
        String deadLetter = deadLetter(change, before);
        Logging logging = logging(change.loggingConfig(), before.logging());
        // Last, as it grants the role a key: what is refused must leave nothing behind.
        SealedEnvironment environment =
                seal.change(call, name, role, before.environment(), variables(change), change.kmsKeyArn());
        return new Settings(
                runtime,
                role,
                handler,
                change.description() == null ? before.description() : change.description(),
                seconds,
                megabytes,
                change.ephemeralStorage() == null
                        ? before.tmpMegabytes()
                        : change.ephemeralStorage().size(),
                environment,
                layers,
                deadLetter,
                change.tracingConfig() == null || change.tracingConfig().mode() == null
                        ? before.tracing()
                        : change.tracingConfig().mode(),
                logging,
                change.snapStart() == null || change.snapStart().applyOn() == null
                        ? before.snapStart()
                        : change.snapStart().applyOn());
    }

    private static void refuse(String operation, String member, boolean used) {
        if (used) {
            throw LambdaErrors.notImplemented(operation, member);
        }
    }

    private static boolean notEmpty(@Nullable String text) {
        return text != null && !text.isEmpty();
    }

    private static boolean notEmpty(@Nullable List<?> list) {
        return list != null && !list.isEmpty();
    }

    private static int timeout(@Nullable Integer seconds, int before) {
        if (seconds == null) {
            return before;
        }
        if (seconds > MAX_TIMEOUT) {
            throw LambdaErrors.validation("Value '" + seconds + "' at 'timeout' failed to satisfy constraint: Member"
                    + " must have value less than or equal to " + MAX_TIMEOUT);
        }
        return seconds;
    }

    private static int memory(@Nullable Integer megabytes, int before) {
        if (megabytes == null) {
            return before;
        }
        if (megabytes < MIN_MEMORY || megabytes > MAX_MEMORY) {
            String bound = megabytes < MIN_MEMORY
                    ? "greater than or equal to " + MIN_MEMORY
                    : "less than or equal to " + MAX_MEMORY;
            throw LambdaErrors.validation("Value '" + megabytes + "' at 'memorySize' failed to satisfy constraint:"
                    + " Member must have value " + bound);
        }
        return megabytes;
    }

    private static @Nullable Map<String, String> variables(UpdateFunctionConfigurationRequest change) {
        if (change.environment() == null) {
            return null;
        }
        Map<String, String> variables = change.environment().variables();
        if (variables == null) {
            return Map.of();
        }
        EnvironmentVariables.check(variables);
        return variables;
    }

    private List<LayerUse> layers(@Nullable List<String> arns, List<LayerUse> before) {
        if (arns == null) {
            return before;
        }
        if (arns.size() > MAX_LAYERS) {
            throw LambdaErrors.invalid("Cannot reference more than " + MAX_LAYERS + " layers.");
        }
        List<LayerUse> uses = new ArrayList<>();
        Set<String> names = new HashSet<>();
        for (String arn : arns) {
            LayerTable.LayerVersion layer = layers.getByArn(arn);
            if (!names.add(arn.substring(0, arn.lastIndexOf(':')))) {
                throw LambdaErrors.invalid("Two different versions of the same layer are not allowed to be referenced"
                        + " in the same function. " + arn);
            }
            uses.add(new LayerUse(arn, layer.code().length()));
        }
        return uses;
    }

    /// Code and layers share one limit.
    void checkSize(FunctionVersion.Code code, List<LayerUse> uses) {
        long bytes = code.unzippedLength();
        for (LayerUse use : uses) {
            bytes += layers.getByArn(use.arn()).code().unzippedLength();
        }
        if (bytes > ZipArchive.MAX_UNZIPPED) {
            throw LambdaErrors.invalid("Function code combined with layers exceeds the maximum allowed size of "
                    + ZipArchive.MAX_UNZIPPED + " bytes. The actual size is " + bytes + " bytes.");
        }
    }

    private static @Nullable String deadLetter(UpdateFunctionConfigurationRequest change, Settings before) {
        if (change.deadLetterConfig() == null) {
            return before.deadLetterArn();
        }
        String text = change.deadLetterConfig().targetArn();
        if (text == null || text.isEmpty()) {
            return null;
        }
        Arn arn = Arn.parse(text);
        if (arn == null || !(arn.service().equals("sqs") || arn.service().equals("sns"))) {
            throw LambdaErrors.invalid("The provided target ARN is invalid: " + text);
        }
        return text;
    }

    private static Logging logging(@Nullable LoggingConfig config, Logging before) {
        if (config == null) {
            return before;
        }
        String format = config.logFormat() == null ? before.format() : config.logFormat();
        boolean json = format.equals("JSON");
        if (!json && (config.applicationLogLevel() != null || config.systemLogLevel() != null)) {
            throw LambdaErrors.invalid(
                    "To use ApplicationLogLevel and/or SystemLogLevel, you must set LogFormat to" + " JSON.");
        }
        String group = config.logGroup() == null ? before.logGroup() : config.logGroup();
        if (!json) {
            return new Logging(format, null, null, group);
        }
        return new Logging(
                format,
                first(config.applicationLogLevel(), before.applicationLevel()),
                first(config.systemLogLevel(), before.systemLevel()),
                group);
    }

    private static String first(@Nullable String given, @Nullable String before) {
        return given != null ? given : before != null ? before : "INFO";
    }
}
