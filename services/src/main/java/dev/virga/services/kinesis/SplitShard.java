package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.SplitShardInput;
import dev.virga.api.kinesis.SplitShardResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/// Closes a shard and opens two in its place.
final class SplitShard implements Operation<SplitShardInput, SplitShardResponse> {
    private final StreamTable streams;
    private final ShardLimits limits;
    private final StreamAccess access;

    SplitShard(StreamTable streams, ShardLimits limits, StreamAccess access) {
        this.streams = streams;
        this.limits = limits;
        this.access = access;
    }

    @Override
    public Op<SplitShardInput, SplitShardResponse> op() {
        return KinesisOps.SplitShard;
    }

    @Override
    public List<Access> access(SplitShardInput input, Call call) {
        return access.stream("SplitShard", call, input.streamName(), input.streamARN());
    }

    @Override
    public SplitShardResponse handle(SplitShardInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        BigInteger border = new BigInteger(input.newStartingHashKey());
        if (!streams.get(name).stream().onDemand()) {
            limits.checkMore(call, 1);
        }
        streams.update(name, stream -> split(stream, input.shardToSplit(), border, call.time()));
        return SplitShardResponse.builder().build();
    }

    private static Stream split(Stream stream, String shardId, BigInteger border, Instant now) {
        StreamName name = stream.name();
        if (stream.onDemand()) {
            throw KinesisErrors.onDemand(name);
        }
        StreamShard shard = ReshardedShards.open(stream, shardId, now);
        boolean inside = border.compareTo(shard.from().add(BigInteger.ONE)) > 0 && border.compareTo(shard.to()) < 0;
        if (!inside) {
            throw KinesisErrors.invalid("NewStartingHashKey " + border + " used in SplitShard() on shard " + shardId
                    + " in stream " + name.name() + " under account " + name.account()
                    + " is not both greater than one plus the shard's StartingHashKey " + shard.from()
                    + " and less than the shard's EndingHashKey " + shard.to() + ".");
        }
        ShardLimits.checkKept(stream.shards().size() + 2);
        Resharding resharding = new Resharding(stream.shards(), now);
        resharding.split(shard, border);
        return stream.withShards(resharding.result());
    }
}
