package dev.virga.services.s3.select;

import dev.virga.api.s3.ContinuationEvent;
import dev.virga.api.s3.EndEvent;
import dev.virga.api.s3.Progress;
import dev.virga.api.s3.ProgressEvent;
import dev.virga.api.s3.RecordsEvent;
import dev.virga.api.s3.SelectObjectContentEventStream;
import dev.virga.api.s3.Stats;
import dev.virga.api.s3.StatsEvent;
import dev.virga.wire.AwsException;
import dev.virga.wire.EventStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// The answer of a query, made while the client reads it:
///
///     Records …  Cont (nothing was found for a while)  Progress  …  Stats  End
///
/// A failure comes after the records that were found before it. One thread.
final class SelectEvents implements EventStream<SelectObjectContentEventStream> {
    /// Bytes of records that are sent together.
    private static final int BATCH = 64 << 10;

    /// After so many bytes without an answer the client is told that there is more to read, which
    /// also notices that it has gone away.
    private static final long SILENCE = 4 << 20;

    /// As well after so many steps, which a few records may take.
    private static final long WORK = 1 << 26;

    private final Query query;
    private final RecordReader reader;
    private final CountedStream scanned;
    private final CountedStream processed;
    private final Output output;
    private final boolean progress;
    private final Evaluator evaluator;
    private final List<Accumulator> accumulators;
    private final StringBuilder batch = new StringBuilder();
    private final Deque<SelectObjectContentEventStream> waiting = new ArrayDeque<>();
    private long left;

    /// Characters that the accumulators hold.
    private long held;

    private long returned;
    private long spokeAt;
    private long workedAt;
    private boolean ended;
    private @Nullable AwsException failure;

    SelectEvents(
            Query query,
            RecordReader reader,
            CountedStream scanned,
            CountedStream processed,
            Output output,
            boolean progress,
            Evaluator evaluator) {
        this.query = query;
        this.reader = reader;
        this.scanned = scanned;
        this.processed = processed;
        this.output = output;
        this.progress = progress;
        this.evaluator = evaluator;
        this.accumulators = query.aggregates().stream()
                .map(aggregate -> new Accumulator(aggregate.kind()))
                .toList();
        Long limit = query.limit();
        this.left = limit == null ? Long.MAX_VALUE : limit;
    }

    @Override
    public @Nullable SelectObjectContentEventStream next() throws IOException {
        while (waiting.isEmpty()) {
            if (failure != null) {
                throw failure;
            }
            if (ended) {
                return null;
            }
            try {
                read();
            } catch (AwsException e) {
                flush();
                failure = e;
            } catch (IOException e) {
                flush();
                failure = told(e);
            }
        }
        return waiting.poll();
    }

    /// What the client can be told of a failure to read.
    ///
    /// @throws IOException when it has nothing to do with what the client stored
    static AwsException told(IOException failure) throws IOException {
        return switch (failure) {
            case CharacterCodingException e -> SelectErrors.encoding();
            case ZipException e -> SelectErrors.truncated();
            case EOFException e -> SelectErrors.truncated();
            default -> throw failure;
        };
    }

    /// Until there is something to send.
    private void read() throws IOException {
        while (waiting.isEmpty()) {
            Row row = left == 0 ? null : reader.next();
            if (row == null) {
                finish();
                return;
            }
            take(row);
            if (batch.length() >= BATCH) {
                flush();
            }
            if (processed.count() - spokeAt >= SILENCE || evaluator.steps() - workedAt >= WORK) {
                speak();
            }
        }
    }

    private void take(Row row) {
        evaluator.begin(processed.count());
        Expr where = query.where();
        if (where != null && !evaluator.holds(where, row)) {
            return;
        }
        if (!accumulators.isEmpty()) {
            accumulate(row);
            return;
        }
        left--;
        if (query.columns().isEmpty()) {
            write(Answer.everything(row));
        } else {
            write(answer(row));
        }
    }

    private void accumulate(Row row) {
        for (Expr.Aggregate aggregate : query.aggregates()) {
            Accumulator accumulator = accumulators.get(aggregate.slot());
            Expr argument = aggregate.argument();
            if (argument == null) {
                accumulator.addRecord();
            } else {
                held -= accumulator.held();
                accumulator.add(evaluator.evaluate(argument, row));
                held += accumulator.held();
                if (held > Budget.MAX_CHARACTERS) {
                    throw SelectErrors.tooMuchText();
                }
            }
        }
    }

    private Answer answer(Row row) {
        return new Answer.Evaluated(query.columns(), evaluator, row);
    }

    /// All of a record or nothing of it.
    private void write(Answer answer) {
        int start = batch.length();
        try {
            output.write(answer, batch);
        } catch (AwsException e) {
            batch.setLength(start);
            throw e;
        }
    }

    private void finish() {
        if (!accumulators.isEmpty() && left > 0) {
            List<@Nullable Object> results = new ArrayList<>();
            accumulators.forEach(accumulator -> results.add(accumulator.result()));
            evaluator.results(results);
            evaluator.begin(processed.count());
            write(answer(new Row.Document(null)));
        }
        flush();
        ended = true;
        waiting.add(new SelectObjectContentEventStream.Stats(StatsEvent.builder()
                .details(Stats.builder()
                        .bytesScanned(scanned.count())
                        .bytesProcessed(processed.count())
                        .bytesReturned(returned)
                        .build())
                .build()));
        waiting.add(new SelectObjectContentEventStream.End(EndEvent.builder().build()));
    }

    private void flush() {
        if (batch.isEmpty()) {
            return;
        }
        byte[] payload = batch.toString().getBytes(StandardCharsets.UTF_8);
        batch.setLength(0);
        returned += payload.length;
        waiting.add(new SelectObjectContentEventStream.Records(
                RecordsEvent.builder().payload(payload).build()));
    }

    private void speak() {
        spokeAt = processed.count();
        workedAt = evaluator.steps();
        flush();
        if (progress) {
            waiting.add(new SelectObjectContentEventStream.Progress(ProgressEvent.builder()
                    .details(Progress.builder()
                            .bytesScanned(scanned.count())
                            .bytesProcessed(processed.count())
                            .bytesReturned(returned)
                            .build())
                    .build()));
        } else if (waiting.isEmpty()) {
            waiting.add(new SelectObjectContentEventStream.Cont(
                    ContinuationEvent.builder().build()));
        }
    }

    @Override
    public void close() throws IOException {
        ended = true;
        waiting.clear();
        processed.close();
    }
}
