package dev.virga.services.lambda;

import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What Lambda itself writes into a function's log, as text or as JSON.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/nodejs-logging.html (text),
/// https://docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html (JSON)
///
/// @param quiet the system log level hides what is no warning
record LogLines(FunctionVersion version, String region, boolean json, boolean quiet) {
    private static final double NANOS_PER_MILLI = 1e6;

    static LogLines of(FunctionVersion version, String region) {
        FunctionVersion.Logging logging = version.settings().logging();
        return new LogLines(version, region, logging.json(), "WARN".equals(logging.systemLevel()));
    }

    /// How an invocation or an init ended.
    ///
    /// @param status `success`, `error` or `timeout`
    /// @param byHandler the handler reported the error itself; text lines do not repeat it
    record Ending(String status, @Nullable String errorType, boolean byHandler) {
        static final Ending SUCCESS = new Ending("success", null, false);
        static final Ending TIMEOUT = new Ending("timeout", null, false);

        static Ending error(String errorType) {
            return new Ending("error", errorType, false);
        }

        static Ending handlerError(String errorType) {
            return new Ending("error", errorType, true);
        }

        boolean failed() {
            return !status.equals("success");
        }
    }

    /// @param init null when the environment was warm
    record Report(Duration duration, @Nullable Duration init, long maxMemoryBytes, Ending ending) {
        private static final long MEGABYTE = 1 << 20;

        /// The time that is paid for: initialization is.
        long billedMillis() {
            Duration all = init == null ? duration : duration.plus(init);
            return Math.max(1, Math.ceilDiv(all.toNanos(), 1_000_000L));
        }

        long maxMemoryMegabytes() {
            return Math.ceilDiv(maxMemoryBytes, MEGABYTE);
        }
    }

    private String runtimeVersion() {
        return Runtimes.family(version.settings().runtime()) + ".v1";
    }

    String runtimeVersionArn() {
        try {
            byte[] name = runtimeVersion().getBytes(StandardCharsets.UTF_8);
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(name);
            return "arn:aws:lambda:" + region + "::runtime:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    void initStart(InstanceLog log, Instant now) {
        if (!json) {
            log.add("INIT_START Runtime Version: " + runtimeVersion() + "\tRuntime Version ARN: " + runtimeVersionArn()
                    + "\n");
        } else if (!quiet) {
            Map<String, @Nullable Object> initStart = new LinkedHashMap<>();
            initStart.put("initializationType", "on-demand");
            initStart.put("phase", "init");
            initStart.put("runtimeVersion", runtimeVersion());
            initStart.put("runtimeVersionArn", runtimeVersionArn());
            initStart.put("functionName", version.name());
            initStart.put("functionVersion", version.version());
            platform(log, now, "platform.initStart", initStart);
        }
    }

    /// Only failures are reported.
    ///
    /// @param phase `init`, or `invoke` when it was tried again for an invocation
    void initReport(InstanceLog log, Instant now, Duration duration, String phase, Ending ending) {
        if (!json) {
            log.add("INIT_REPORT Init Duration: " + millis(duration) + " ms\tPhase: " + phase + status(ending) + "\n");
            return;
        }
        Map<String, @Nullable Object> initReport = new LinkedHashMap<>();
        initReport.put("initializationType", "on-demand");
        initReport.put("phase", phase);
        initReport.put("status", ending.status());
        initReport.put("errorType", ending.errorType());
        initReport.put("metrics", Map.of("durationMs", rounded(duration)));
        platform(log, now, "platform.initReport", initReport);
    }

    void start(InstanceLog log, Instant now, String requestId) {
        if (!json) {
            log.add("START RequestId: " + requestId + " Version: " + version.version() + "\n");
        } else if (!quiet) {
            Map<String, @Nullable Object> start = new LinkedHashMap<>();
            start.put("requestId", requestId);
            start.put("version", version.version());
            platform(log, now, "platform.start", start);
        }
    }

    /// What the function itself could not say any more, e.g. that it timed out.
    void failure(InstanceLog log, Instant now, String requestId, String text, @Nullable String errorType) {
        if (errorType == null) {
            log.add(now + " " + requestId + " " + text + "\n\n");
        } else {
            log.add("RequestId: " + requestId + " Error: " + text + "\n" + errorType + "\n");
        }
    }

    void end(InstanceLog log, Instant now, String requestId, Report report) {
        if (json) {
            if (!quiet || report.ending().failed()) {
                jsonReport(log, now, requestId, report);
            }
            return;
        }
        log.add("END RequestId: " + requestId + "\n");
        StringBuilder line = new StringBuilder(256);
        line.append("REPORT RequestId: ").append(requestId);
        line.append("\tDuration: ").append(millis(report.duration())).append(" ms");
        line.append("\tBilled Duration: ").append(report.billedMillis()).append(" ms");
        line.append("\tMemory Size: ")
                .append(version.settings().memoryMegabytes())
                .append(" MB");
        line.append("\tMax Memory Used: ").append(report.maxMemoryMegabytes()).append(" MB\t");
        if (report.init() != null) {
            line.append("Init Duration: ").append(millis(report.init())).append(" ms\t");
        }
        if (report.ending().failed() && !report.ending().byHandler()) {
            line.append(status(report.ending()).substring(1));
        }
        log.add(line.append('\n').toString());
    }

    private void jsonReport(InstanceLog log, Instant now, String requestId, Report report) {
        Map<String, @Nullable Object> metrics = new LinkedHashMap<>();
        metrics.put("durationMs", rounded(report.duration()));
        metrics.put("billedDurationMs", report.billedMillis());
        metrics.put("memorySizeMB", (long) version.settings().memoryMegabytes());
        metrics.put("maxMemoryUsedMB", report.maxMemoryMegabytes());
        if (report.init() != null) {
            metrics.put("initDurationMs", rounded(report.init()));
        }
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("requestId", requestId);
        record.put("metrics", metrics);
        record.put("status", report.ending().status());
        if (report.ending().errorType() != null) {
            record.put("errorType", report.ending().errorType());
        }
        platform(log, now, "platform.report", record);
    }

    private static void platform(InstanceLog log, Instant now, String type, Map<String, @Nullable Object> record) {
        Map<String, Object> event = new LinkedHashMap<>();
        event.put("time", now.toString());
        event.put("type", type);
        event.put("record", record);
        log.add(Json.write(event) + "\n");
    }

    private static String status(Ending ending) {
        String type = ending.errorType();
        return "\tStatus: " + ending.status() + (type == null ? "" : "\tError Type: " + type);
    }

    /// Two decimals, as every duration of Lambda's.
    private static String millis(Duration duration) {
        return String.format(Locale.ROOT, "%.2f", duration.toNanos() / NANOS_PER_MILLI);
    }

    private static java.math.BigDecimal rounded(Duration duration) {
        return new java.math.BigDecimal(millis(duration));
    }
}
