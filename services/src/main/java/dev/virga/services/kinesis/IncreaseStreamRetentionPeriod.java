package dev.virga.services.kinesis;

import dev.virga.api.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.virga.api.kinesis.IncreaseStreamRetentionPeriodResponse;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Keeps records for a longer time. What is gone already stays gone.
final class IncreaseStreamRetentionPeriod
        implements Operation<IncreaseStreamRetentionPeriodInput, IncreaseStreamRetentionPeriodResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    IncreaseStreamRetentionPeriod(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<IncreaseStreamRetentionPeriodInput, IncreaseStreamRetentionPeriodResponse> op() {
        return KinesisOps.IncreaseStreamRetentionPeriod;
    }

    @Override
    public List<Access> access(IncreaseStreamRetentionPeriodInput input, Call call) {
        return access.stream("IncreaseStreamRetentionPeriod", call, input.streamName(), input.streamARN());
    }

    @Override
    public IncreaseStreamRetentionPeriodResponse handle(IncreaseStreamRetentionPeriodInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        int hours = input.retentionPeriodHours();
        RetentionPeriod.check(hours);
        streams.update(name, stream -> {
            if (hours < stream.retentionHours()) {
                throw KinesisErrors.invalid("Requested retention period (" + hours + " hours) for stream "
                        + name.name() + " can not be shorter than existing retention period ("
                        + stream.retentionHours() + " hours). Use DecreaseRetentionPeriod API.");
            }
            return hours == stream.retentionHours() ? stream : stream.withRetention(hours, call.time());
        });
        return IncreaseStreamRetentionPeriodResponse.builder().build();
    }
}
