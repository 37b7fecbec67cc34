package dev.virga.services.logs;

import dev.virga.api.logs.InputLogEvent;
import dev.virga.api.logs.LogsOps;
import dev.virga.api.logs.PutLogEventsRequest;
import dev.virga.api.logs.PutLogEventsResponse;
import dev.virga.api.logs.ServiceUnavailableException;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Takes a batch of events into a stream.
final class PutLogEvents implements Operation<PutLogEventsRequest, PutLogEventsResponse> {
    /// AWS ignores sequence tokens since 2023, but still answers with one.
    static final String SEQUENCE_TOKEN = "49590302938429050123456789012345678901234567890123456789";

    static final int MAX_EVENTS = 10_000;
    static final int MAX_BATCH_BYTES = 1_048_576;
    /// The batch bounds it as well: 1 MB since April 2025, 256 KB before.
    static final int MAX_EVENT_BYTES = 1_048_576;

    private static final long MAX_SPAN_MILLIS = Duration.ofHours(24).toMillis();
    /// A transaction of the store takes fewer keys than the largest batch has events.
    private static final int TRANSACTION_EVENTS = 4000;
    private static final int MAX_ATTEMPTS = 100;

    private final Store store;
    private final GroupTable groups;
    private final StreamTable streams;
    private final EventTable events;
    private final LiveTails tails;

    PutLogEvents(Store store, GroupTable groups, StreamTable streams, EventTable events, LiveTails tails) {
        this.store = store;
        this.groups = groups;
        this.streams = streams;
        this.events = events;
        this.tails = tails;
    }

    @Override
    public Op<PutLogEventsRequest, PutLogEventsResponse> op() {
        return LogsOps.PutLogEvents;
    }

    @Override
    public List<Access> access(PutLogEventsRequest input, Call call) {
        return LogGroupName.access("PutLogEvents", input.logGroupName(), input.logStreamName(), call);
    }

    @Override
    public PutLogEventsResponse handle(PutLogEventsRequest input, Call call) {
        List<InputLogEvent> batch = input.logEvents();
        check(batch);
        LogGroup group = groups.get(call, input.logGroupName());
        AcceptanceWindow window = AcceptanceWindow.of(batch, group, call.time().toEpochMilli());
        streams.get(call, group, input.logStreamName());
        for (int from = window.from(); from < window.to(); from += TRANSACTION_EVENTS) {
            int to = Math.min(window.to(), from + TRANSACTION_EVENTS);
            append(batch.subList(from, to), group, input.logStreamName(), call);
        }
        return PutLogEventsResponse.builder()
                .nextSequenceToken(SEQUENCE_TOKEN)
                .rejectedLogEventsInfo(window.rejected())
                .build();
    }

    private static void check(List<InputLogEvent> batch) {
        if (batch.isEmpty() || batch.size() > MAX_EVENTS) {
            throw LogsErrors.invalid("1 validation error detected: Value at 'logEvents' failed to satisfy constraint:"
                    + " Member must have length between 1 and " + MAX_EVENTS);
        }
        long bytes = 0;
        long previous = Long.MIN_VALUE;
        for (InputLogEvent event : batch) {
            long size = Utf8Length.of(event.message()) + LogEvent.OVERHEAD_BYTES;
            if (size > MAX_EVENT_BYTES) {
                throw LogsErrors.invalid("Log event too large: " + size + " bytes exceeds limit of " + MAX_EVENT_BYTES);
            }
            bytes += size;
            if (event.timestamp() < previous) {
                throw LogsErrors.invalid("Log events in a single PutLogEvents request must be in chronological order.");
            }
            previous = event.timestamp();
        }
        if (bytes > MAX_BATCH_BYTES) {
            throw LogsErrors.invalid("Upload too large: " + bytes + " bytes exceeds limit of " + MAX_BATCH_BYTES);
        }
        if (previous - batch.getFirst().timestamp() > MAX_SPAN_MILLIS) {
            throw LogsErrors.invalid(
                    "The batch of log events in a single PutLogEvents request cannot span more than 24 hours.");
        }
    }

    /// Writes events and the stream's row together: two writers of one stream never use the same
    /// sequence.
    private void append(List<InputLogEvent> batch, LogGroup group, String name, Call call) {
        for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
            StreamTable.Found found = streams.find(call, group, name);
            if (found == null) {
                throw LogsErrors.streamDoesNotExist();
            }
            Store.Key key = found.row().key();
            List<Store.Write> writes = writes(batch, group, found.stream(), key, call);
            List<Store.Check> unchanged = List.of(new Store.At(key, found.row().version()));
            if (store.commit(new Store.Transaction(null, unchanged, writes)) instanceof Store.Committed) {
                publish(batch, group, found.stream(), call);
                return;
            }
        }
        throw new ServiceUnavailableException("Too many writers of the stream " + name);
    }

    private void publish(List<InputLogEvent> batch, LogGroup group, LogStream stream, Call call) {
        if (tails.none()) {
            return;
        }
        long now = call.time().toEpochMilli();
        List<LogEvent> arrived = new ArrayList<>(batch.size());
        for (InputLogEvent event : batch) {
            arrived.add(new LogEvent(stream.id(), event.timestamp(), 0, now, event.message()));
        }
        tails.publish(call, group, stream.name(), arrived);
    }

    private List<Store.Write> writes(
            List<InputLogEvent> batch, LogGroup group, LogStream stream, Store.Key key, Call call) {
        long now = call.time().toEpochMilli();
        List<Store.Write> writes = new ArrayList<>(batch.size() + 1);
        long sequence = stream.nextSequence();
        long bytes = 0;
        for (InputLogEvent event : batch) {
            bytes += Utf8Length.of(event.message()) + LogEvent.OVERHEAD_BYTES;
            writes.add(events.put(
                    call, group, new LogEvent(stream.id(), event.timestamp(), sequence++, now, event.message())));
        }
        long first = batch.getFirst().timestamp();
        long last = batch.getLast().timestamp();
        writes.add(streams.put(key, stream.grown(first, last, now, bytes, batch.size())));
        return writes;
    }
}
