package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.PutRecordInput;
import dev.virga.api.kinesis.PutRecordOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Takes one record.
final class PutRecord implements Operation<PutRecordInput, PutRecordOutput> {
    private final RecordAppender appender;
    private final StreamAccess access;

    PutRecord(RecordAppender appender, StreamAccess access) {
        this.appender = appender;
        this.access = access;
    }

    @Override
    public Op<PutRecordInput, PutRecordOutput> op() {
        return KinesisOps.PutRecord;
    }

    @Override
    public List<Access> access(PutRecordInput input, Call call) {
        return access.stream("PutRecord", call, input.streamName(), input.streamARN());
    }

    @Override
    public PutRecordOutput handle(PutRecordInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        String floor = input.sequenceNumberForOrdering();
        if (floor != null && SequenceNumber.parse(floor) == null) {
            throw KinesisErrors.invalid("ExclusiveMinimumSequenceNumber " + floor + " used in PutRecord on stream "
                    + name.name() + " under account " + name.account() + " is invalid.");
        }
        RecordAppender.Entry entry =
                new RecordAppender.Entry(input.data(), input.partitionKey(), input.explicitHashKey(), "data");
        RecordAppender.Appended appended = appender.append(call, name, List.of(entry));
        RecordAppender.Outcome outcome = appended.outcomes().getFirst();
        if (outcome.sequenceNumber() == null) {
            throw KinesisErrors.throttled(name, outcome.shard().id());
        }
        return PutRecordOutput.builder()
                .shardId(outcome.shard().id())
                .sequenceNumber(outcome.sequenceNumber())
                .encryptionType(appended.encryption())
                .build();
    }
}
