package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.MergeShardsInput;
import dev.virga.api.kinesis.MergeShardsResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;

/// Closes two shards that lie side by side and opens one in their place.
final class MergeShards implements Operation<MergeShardsInput, MergeShardsResponse> {
    private final StreamTable streams;
    private final StreamAccess access;

    MergeShards(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<MergeShardsInput, MergeShardsResponse> op() {
        return KinesisOps.MergeShards;
    }

    @Override
    public List<Access> access(MergeShardsInput input, Call call) {
        return access.stream("MergeShards", call, input.streamName(), input.streamARN());
    }

    @Override
    public MergeShardsResponse handle(MergeShardsInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        String first = input.shardToMerge();
        String second = input.adjacentShardToMerge();
        streams.update(name, stream -> merge(stream, first, second, call.time()));
        return MergeShardsResponse.builder().build();
    }

    private static Stream merge(Stream stream, String first, String second, Instant now) {
        StreamName name = stream.name();
        if (stream.onDemand()) {
            throw KinesisErrors.onDemand(name);
        }
        StreamShard shard = ReshardedShards.open(stream, first, now);
        StreamShard adjacent = ReshardedShards.open(stream, second, now);
        boolean adjoin = shard.to().add(BigInteger.ONE).equals(adjacent.from())
                || adjacent.to().add(BigInteger.ONE).equals(shard.from());
        if (!adjoin) {
            throw KinesisErrors.invalid("Shards " + first + " and " + second + " in stream " + name.name()
                    + " under account " + name.account() + " are not an adjacent pair of shards eligible for merging");
        }
        ShardLimits.checkKept(stream.shards().size() + 1);
        Resharding resharding = new Resharding(stream.shards(), now);
        resharding.merge(shard, adjacent);
        return stream.withShards(resharding.result());
    }
}
