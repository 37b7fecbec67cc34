package dev.virga.services.lambda;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// The environment variables of a function: its own, and those that Lambda sets.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html
final class EnvironmentVariables {
    static final int MAX_BYTES = 4096;

    /// Which a function may not set.
    private static final Set<String> RESERVED = Set.of(
            "_HANDLER",
            "_X_AMZN_TRACE_ID",
            "AWS_DEFAULT_REGION",
            "AWS_REGION",
            "AWS_EXECUTION_ENV",
            "AWS_LAMBDA_FUNCTION_NAME",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
            "AWS_LAMBDA_FUNCTION_VERSION",
            "AWS_LAMBDA_INITIALIZATION_TYPE",
            "AWS_LAMBDA_LOG_GROUP_NAME",
            "AWS_LAMBDA_LOG_STREAM_NAME",
            "AWS_ACCESS_KEY",
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY",
            "AWS_SESSION_TOKEN",
            "AWS_LAMBDA_RUNTIME_API",
            "LAMBDA_TASK_ROOT",
            "LAMBDA_RUNTIME_DIR");

    private EnvironmentVariables() {}

    /// @throws dev.virga.wire.AwsException InvalidParameterValueException
    static void check(Map<String, String> variables) {
        long bytes = 0;
        for (Map.Entry<String, String> variable : variables.entrySet()) {
            String name = variable.getKey();
            if (RESERVED.contains(name)) {
                throw LambdaErrors.invalid("Lambda was unable to configure your environment variables because the"
                        + " environment variables you have provided contains reserved keys that are currently not"
                        + " supported for modification. Reserved keys used in this request: " + name);
            }
            if (!name.matches("[a-zA-Z]([a-zA-Z0-9_])+")) {
                throw LambdaErrors.validation("Value at 'environment.variables' failed to satisfy constraint: Map keys"
                        + " must satisfy constraint: [Member must satisfy regular expression pattern:"
                        + " [a-zA-Z]([a-zA-Z0-9_])+]");
            }
            if (variable.getValue() == null || variable.getValue().indexOf('\0') >= 0) {
                throw LambdaErrors.invalid("The value of the environment variable " + name + " is not a text.");
            }
            bytes += name.getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
            bytes += variable.getValue().getBytes(java.nio.charset.StandardCharsets.UTF_8).length;
        }
        if (bytes > MAX_BYTES) {
            throw LambdaErrors.invalid("Lambda was unable to configure your environment variables because the"
                    + " environment variables you have provided exceeded the 4KB limit. String measured: "
                    + dev.virga.wire.Json.write(variables));
        }
    }

    /// @param own what the function sets
    static Map<String, String> of(
            FunctionVersion version,
            Map<String, String> own,
            String region,
            String logStream,
            RoleSession role,
            String endpoint) {
        FunctionVersion.Settings settings = version.settings();
        Map<String, String> all = new HashMap<>();
        all.put("AWS_ENDPOINT_URL", endpoint);
        // What the function sets wins over the line above only: it may talk to another endpoint.
        all.putAll(own);
        all.put("AWS_REGION", region);
        all.put("AWS_DEFAULT_REGION", region);
        all.put("AWS_EXECUTION_ENV", "AWS_Lambda_" + settings.runtime());
        all.put("AWS_LAMBDA_FUNCTION_NAME", version.name());
        all.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(settings.memoryMegabytes()));
        all.put("AWS_LAMBDA_FUNCTION_VERSION", version.version());
        all.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        all.put("AWS_LAMBDA_LOG_GROUP_NAME", version.logGroup());
        all.put("AWS_LAMBDA_LOG_STREAM_NAME", logStream);
        if (settings.logging().json()) {
            all.put("AWS_LAMBDA_LOG_FORMAT", "JSON");
            String level = settings.logging().applicationLevel();
            all.put("AWS_LAMBDA_LOG_LEVEL", level == null ? "INFO" : level);
        }
        all.put("AWS_ACCESS_KEY_ID", role.accessKeyId());
        all.put("AWS_SECRET_ACCESS_KEY", role.secretKey());
        all.put("AWS_SESSION_TOKEN", role.sessionToken());
        return all;
    }
}
