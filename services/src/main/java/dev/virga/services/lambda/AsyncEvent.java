package dev.virga.services.lambda;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import org.jspecify.annotations.Nullable;

/// An event that waits for its function, as it lies in a timer's row.
///
/// @param id names the timer; the request id need not be unique
/// @param firstMillis when it was accepted
/// @param attempts how often the function has run for it
/// @param delays how often it was put off because the function could not run
record AsyncEvent(
        String id,
        FunctionName name,
        String requestId,
        @Nullable String trace,
        long firstMillis,
        int attempts,
        int delays,
        byte[] payload) {
    private static final int FORMAT = 1;

    AsyncEvent afterAttempt() {
        return new AsyncEvent(id, name, requestId, trace, firstMillis, attempts + 1, 0, payload);
    }

    AsyncEvent afterDelay() {
        return new AsyncEvent(id, name, requestId, trace, firstMillis, attempts, delays + 1, payload);
    }

    byte[] toBytes() {
        return new RowWriter(FORMAT)
                .string(id)
                .string(name.account())
                .string(name.region())
                .string(name.name())
                .nullableString(name.qualifier())
                .string(requestId)
                .nullableString(trace)
                .varint(firstMillis)
                .varint(attempts)
                .varint(delays)
                .bytes(payload)
                .toBytes();
    }

    static AsyncEvent read(byte[] bytes) {
        RowReader row = new RowReader(bytes).upTo(FORMAT);
        String id = row.string();
        FunctionName name = new FunctionName(row.string(), row.string(), row.string(), row.nullableString());
        return new AsyncEvent(
                id,
                name,
                row.string(),
                row.nullableString(),
                row.varint(),
                (int) row.varint(),
                (int) row.varint(),
                row.bytes());
    }
}
