package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.UpdateStreamModeInput;
import dev.virga.api.kinesis.UpdateStreamModeResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Changes between provisioned and on-demand mode. The shards stay as they are.
final class UpdateStreamMode implements Operation<UpdateStreamModeInput, UpdateStreamModeResponse> {
    /// Changes of a stream in 24 hours.
    private static final int MAX_A_DAY = 2;

    private final StreamTable streams;
    private final ShardLimits limits;
    private final StreamAccess access;

    UpdateStreamMode(StreamTable streams, ShardLimits limits, StreamAccess access) {
        this.streams = streams;
        this.limits = limits;
        this.access = access;
    }

    @Override
    public Op<UpdateStreamModeInput, UpdateStreamModeResponse> op() {
        return KinesisOps.UpdateStreamMode;
    }

    @Override
    public List<Access> access(UpdateStreamModeInput input, Call call) {
        return access.stream("UpdateStreamMode", call, null, input.streamARN());
    }

    @Override
    public UpdateStreamModeResponse handle(UpdateStreamModeInput input, Call call) {
        StreamName name = StreamName.of(call, null, input.streamARN(), input.streamId());
        if (input.warmThroughputMiBps() != null) {
            throw KinesisErrors.notImplemented("UpdateStreamMode with WarmThroughputMiBps");
        }
        boolean onDemand = "ON_DEMAND".equals(input.streamModeDetails().streamMode());
        Stream now = streams.get(name).stream();
        if (onDemand && !now.onDemand()) {
            limits.checkOnDemand(call);
        } else if (!onDemand && now.onDemand()) {
            limits.checkMore(call, now.open().size());
        }
        long millis = call.time().toEpochMilli();
        streams.update(name, stream -> {
            if (stream.onDemand() == onDemand) {
                return stream;
            }
            if (Stream.lastDay(stream.modeChanges(), millis).size() >= MAX_A_DAY) {
                throw KinesisErrors.limit("Stream " + name.name() + " under account " + name.account()
                        + " can change its mode " + MAX_A_DAY + " times in 24 hours.");
            }
            return stream.withMode(onDemand, millis);
        });
        return UpdateStreamModeResponse.builder().build();
    }
}
