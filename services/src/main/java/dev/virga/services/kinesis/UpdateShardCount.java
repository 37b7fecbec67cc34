package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.UpdateShardCountInput;
import dev.virga.api.kinesis.UpdateShardCountOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.time.Instant;
import java.util.List;

/// Splits and merges shards until there are as many as wanted, all of the same size.
final class UpdateShardCount implements Operation<UpdateShardCountInput, UpdateShardCountOutput> {
    /// Scalings of a stream in 24 hours.
    private static final int MAX_A_DAY = 10;

    private final StreamTable streams;
    private final ShardLimits limits;
    private final StreamAccess access;

    UpdateShardCount(StreamTable streams, ShardLimits limits, StreamAccess access) {
        this.streams = streams;
        this.limits = limits;
        this.access = access;
    }

    @Override
    public Op<UpdateShardCountInput, UpdateShardCountOutput> op() {
        return KinesisOps.UpdateShardCount;
    }

    @Override
    public List<Access> access(UpdateShardCountInput input, Call call) {
        return access.stream("UpdateShardCount", call, input.streamName(), input.streamARN());
    }

    @Override
    public UpdateShardCountOutput handle(UpdateShardCountInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        int target = input.targetShardCount();
        int current = streams.get(name).stream().open().size();
        if (target > current) {
            limits.checkMore(call, target - current);
        }
        streams.update(name, stream -> scale(stream, target, call.time()));
        return UpdateShardCountOutput.builder()
                .streamName(name.name())
                .streamARN(name.arn())
                .currentShardCount(current)
                .targetShardCount(target)
                .build();
    }

    private static Stream scale(Stream stream, int target, Instant now) {
        StreamName name = stream.name();
        if (stream.onDemand()) {
            throw KinesisErrors.onDemand(name);
        }
        int current = stream.open().size();
        if (target > 2 * current) {
            throw KinesisErrors.invalid("UpdateShardCount cannot scale up over double your current open shard count."
                    + " Current open shard count: " + current + " Target shard count: " + target);
        }
        if (2 * target < current) {
            throw KinesisErrors.invalid("UpdateShardCount cannot scale down below half your current open shard count."
                    + " Current open shard count: " + current + " Target shard count: " + target);
        }
        if (target > ShardLimits.MAX_TARGET_SHARDS && target >= current) {
            throw KinesisErrors.limit("UpdateShardCount cannot scale a stream to more than "
                    + ShardLimits.MAX_TARGET_SHARDS + " shards. Target shard count: " + target);
        }
        long millis = now.toEpochMilli();
        if (Stream.lastDay(stream.scalings(), millis).size() >= MAX_A_DAY) {
            throw KinesisErrors.limit("Stream " + name.name() + " under account " + name.account() + " can be scaled "
                    + MAX_A_DAY + " times in 24 hours.");
        }
        Resharding resharding = new Resharding(stream.shards(), now);
        ShardLimits.checkKept(resharding.sizeScaled(target));
        resharding.scale(target);
        return stream.scaled(resharding.result(), millis);
    }
}
