package dev.virga.services.lambda;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One version of a function: what is run. `$LATEST` is replaced by each update, numbered ones
/// never change.
///
/// @param number 0 for `$LATEST`
/// @param revisionId changes with every change of the row
record FunctionVersion(
        String name, long number, Settings settings, Code code, long lastModifiedMillis, String revisionId) {
    static final long LATEST = 0;

    /// @param blob id in the store
    /// @param length of the zip file
    /// @param unzippedLength of what it holds
    /// @param sha256 of the zip file, base64
    record Code(String blob, long length, long unzippedLength, String sha256, String architecture) {}

    /// @param logGroup null for the usual one
    /// @param applicationLevel null in text format
    /// @param systemLevel null in text format
    record Logging(
            String format,
            @Nullable String applicationLevel,
            @Nullable String systemLevel,
            @Nullable String logGroup) {
        static final Logging TEXT = new Logging("Text", null, null, null);

        boolean json() {
            return format.equals("JSON");
        }
    }

    record LayerUse(String arn, long length) {}

    /// What UpdateFunctionConfiguration changes.
    ///
    /// @param deadLetterArn queue or topic, or null
    /// @param snapStart `None` or `PublishedVersions`; kept, without effect
    record Settings(
            String runtime,
            String role,
            String handler,
            String description,
            int timeoutSeconds,
            int memoryMegabytes,
            int tmpMegabytes,
            SealedEnvironment environment,
            List<LayerUse> layers,
            @Nullable String deadLetterArn,
            String tracing,
            Logging logging,
            String snapStart) {
        Settings withDescription(String text) {
            return new Settings(
                    runtime,
                    role,
                    handler,
                    text,
                    timeoutSeconds,
                    memoryMegabytes,
                    tmpMegabytes,
                    environment,
                    layers,
                    deadLetterArn,
                    tracing,
                    logging,
                    snapStart);
        }
    }

    /// `$LATEST` or the number.
    String version() {
        return number == LATEST ? FunctionName.LATEST : Long.toString(number);
    }

    String logGroup() {
        String custom = settings.logging().logGroup();
        return custom == null ? "/aws/lambda/" + name : custom;
    }

    FunctionVersion with(Settings other, long nowMillis, String revision) {
        return new FunctionVersion(name, number, other, code, nowMillis, revision);
    }

    FunctionVersion with(Code other, long nowMillis, String revision) {
        return new FunctionVersion(name, number, settings, other, nowMillis, revision);
    }

    FunctionVersion published(long as, Settings described, String revision) {
        return new FunctionVersion(name, as, described, code, lastModifiedMillis, revision);
    }
}
