package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.virga.api.kinesis.DecreaseStreamRetentionPeriodResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Keeps records for a shorter time. What is older is gone at once.
final class DecreaseStreamRetentionPeriod
        implements Operation<DecreaseStreamRetentionPeriodInput, DecreaseStreamRetentionPeriodResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    DecreaseStreamRetentionPeriod(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<DecreaseStreamRetentionPeriodInput, DecreaseStreamRetentionPeriodResponse> op() {
        return KinesisOps.DecreaseStreamRetentionPeriod;
    }

    @Override
    public List<Access> access(DecreaseStreamRetentionPeriodInput input, Call call) {
        return access.stream("DecreaseStreamRetentionPeriod", call, input.streamName(), input.streamARN());
    }

    @Override
    public DecreaseStreamRetentionPeriodResponse handle(DecreaseStreamRetentionPeriodInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        int hours = input.retentionPeriodHours();
        RetentionPeriod.check(hours);
        streams.update(name, stream -> {
            if (hours > stream.retentionHours()) {
                throw KinesisErrors.invalid("Requested retention period (" + hours + " hours) for stream "
                        + name.name() + " can not be longer than existing retention period ("
                        + stream.retentionHours() + " hours). Use IncreaseRetentionPeriod API.");
            }
            return hours == stream.retentionHours() ? stream : stream.withRetention(hours, call.time());
        });
        return DecreaseStreamRetentionPeriodResponse.builder().build();
    }
}
