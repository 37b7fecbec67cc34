package dev.virga.services.lambda;

import dev.virga.kernel.Targets;
import dev.virga.store.Store;
import dev.virga.wire.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where events go when their function is done with them: the destinations of the event settings
/// get a record of the invocation, the dead-letter queue gets the event itself.
///
/// https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
final class Destinations {
    static final String SUCCESS = "Success";
    static final String RETRIES_EXHAUSTED = "RetriesExhausted";
    static final String EVENT_AGE_EXCEEDED = "EventAgeExceeded";

    private static final Targets.Policy POLICY =
            new Targets.Policy(10, Duration.ofSeconds(1), Duration.ofMinutes(5), null);

    private final Targets targets;

    Destinations(Targets targets) {
        this.targets = targets;
    }

    /// The writes that hand the event on; they belong into the transaction that ends it.
    ///
    /// @param deadLetterArn of the function, or null
    /// @param result null when the function did not run
    List<Store.Write> writes(
            AsyncEvent event,
            EventInvokeConfigTable.Config config,
            @Nullable String deadLetterArn,
            String condition,
            Invoker.@Nullable Result result,
            Instant now) {
        List<Store.Write> writes = new ArrayList<>();
        boolean success = condition.equals(SUCCESS);
        String destination = success ? config.onSuccess() : config.onFailure();
        if (destination != null) {
            byte[] record = Json.writeBytes(record(event, condition, result, now));
            writes.add(targets.deliver(event(destination, event, record), POLICY));
        }
        if (!success && deadLetterArn != null) {
            writes.add(targets.deliver(event(deadLetterArn, event, event.payload()), POLICY));
        }
        return writes;
    }

    private static Targets.Event event(String target, AsyncEvent event, byte[] payload) {
        FunctionName name = event.name();
        return new Targets.Event(target, name.account(), name.region(), name.arn(), event.trace(), payload);
    }

    private static Map<String, @Nullable Object> record(
            AsyncEvent event, String condition, Invoker.@Nullable Result result, Instant now) {
        String qualifier = event.name().qualifier();
        Map<String, @Nullable Object> context = new LinkedHashMap<>();
        context.put("requestId", event.requestId());
        context.put(
                "functionArn",
                event.name().functionArn() + ":" + (qualifier == null ? FunctionName.LATEST : qualifier));
        context.put("condition", condition);
        context.put("approximateInvokeCount", (long) event.attempts());
        Map<String, @Nullable Object> record = new LinkedHashMap<>();
        record.put("version", "1.0");
        record.put("timestamp", now.toString());
        record.put("requestContext", context);
        record.put("requestPayload", json(event.payload()));
        if (result != null) {
            Map<String, @Nullable Object> response = new LinkedHashMap<>();
            response.put("statusCode", 200L);
            response.put("executedVersion", result.version());
            if (result.functionError() != null) {
                response.put("functionError", result.functionError());
            }
            record.put("responseContext", response);
            record.put("responsePayload", json(result.payload()));
        }
        return record;
    }

    /// What is no JSON travels as text.
    private static @Nullable Object json(byte[] payload) {
        if (payload.length == 0) {
            return null;
        }
        try {
            return Json.parse(payload);
        } catch (Json.Malformed e) {
            return new String(payload, StandardCharsets.UTF_8);
        }
    }
}
