package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ProvisionedThroughputExceededException;
import dev.virga.api.kinesis.PutRecordsInput;
import dev.virga.api.kinesis.PutRecordsOutput;
import dev.virga.api.kinesis.PutRecordsRequestEntry;
import dev.virga.api.kinesis.PutRecordsResultEntry;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.ArrayList;
import java.util.List;

/// Takes up to 500 records. Those for which a shard has no throughput left fail by themselves; the
/// others are committed together.
final class PutRecords implements Operation<PutRecordsInput, PutRecordsOutput> {
    /// Data and partition keys of a request.
    private static final int MAX_BYTES = 10 << 20;

    private final RecordAppender appender;
    private final StreamAccess access;

    PutRecords(RecordAppender appender, StreamAccess access) {
        this.appender = appender;
        this.access = access;
    }

    @Override
    public Op<PutRecordsInput, PutRecordsOutput> op() {
        return KinesisOps.PutRecords;
    }

    @Override
    public List<Access> access(PutRecordsInput input, Call call) {
        return access.stream("PutRecords", call, input.streamName(), input.streamARN());
    }

    @Override
    public PutRecordsOutput handle(PutRecordsInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        List<RecordAppender.Entry> entries = new ArrayList<>();
        long bytes = 0;
        for (PutRecordsRequestEntry record : input.records()) {
            RecordAppender.Entry entry = new RecordAppender.Entry(
                    record.data(),
                    record.partitionKey(),
                    record.explicitHashKey(),
                    "records." + (entries.size() + 1) + ".member.data");
            bytes += entry.bytes();
            entries.add(entry);
        }
        if (bytes > MAX_BYTES) {
            throw KinesisErrors.invalid("Records size exceeds " + (MAX_BYTES >> 20) + " MB limit");
        }
        RecordAppender.Appended appended = appender.append(call, name, entries);
        List<PutRecordsResultEntry> results = appended.outcomes().stream()
                .map(outcome -> result(name, outcome))
                .toList();
        long failed = results.stream().filter(r -> r.errorCode() != null).count();
        return PutRecordsOutput.builder()
                .failedRecordCount((int) failed)
                .records(results)
                .encryptionType(appended.encryption())
                .build();
    }

    private static PutRecordsResultEntry result(StreamName name, RecordAppender.Outcome outcome) {
        if (outcome.sequenceNumber() == null) {
            return PutRecordsResultEntry.builder()
                    .errorCode(ProvisionedThroughputExceededException.CODE)
                    .errorMessage(
                            KinesisErrors.rateExceeded(name, outcome.shard().id()))
                    .build();
        }
        return PutRecordsResultEntry.builder()
                .shardId(outcome.shard().id())
                .sequenceNumber(outcome.sequenceNumber())
                .build();
    }
}
