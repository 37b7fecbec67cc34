package dev.virga.sandbox;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// What one instance of a function is made of.
///
/// @param functionName for cgroup names, `AWS_LAMBDA_FUNCTION_NAME` is in `environment` already
/// @param language which program runs it
/// @param code folder mounted read-only at /var/task
/// @param layers folders merged at /opt, a later one over an earlier one
/// @param handler as Lambda writes it for the language
/// @param environment what the function sees, credentials and endpoint included, without what the
///     sandbox adds itself (AWS_LAMBDA_RUNTIME_API, LAMBDA_TASK_ROOT, LAMBDA_RUNTIME_DIR, _HANDLER,
///     PATH, LD_LIBRARY_PATH, LANG, TZ)
/// @param memoryMegabytes 128 to 10240; CPU in proportion, 1769 MB = one CPU
/// @param tmpMegabytes size of /tmp, 512 to 10240
/// @param initTimeout 10 s in Lambda
/// @param network what it may reach besides its own Runtime API and the cloud's endpoint
public record SandboxSpec(
        String functionName,
        Language language,
        Path code,
        List<Path> layers,
        String handler,
        Map<String, String> environment,
        int memoryMegabytes,
        int tmpMegabytes,
        Duration initTimeout,
        Network network) {
    public enum Language {
        NODE,
        PYTHON,
        JAVA,
        PROVIDED
    }

    public enum Network {
        /// Own network namespace: only the Runtime API and the cloud's endpoint answer.
        ISOLATED,
        /// The host's network, for development; metadata addresses stay out of reach where that can
        /// be done.
        HOST
    }
}
