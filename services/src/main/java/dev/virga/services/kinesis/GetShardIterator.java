package dev.virga.services.kinesis;

import dev.virga.api.kinesis.GetShardIteratorInput;
import dev.virga.api.kinesis.GetShardIteratorOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tells from where to read a shard.
final class GetShardIterator implements Operation<GetShardIteratorInput, GetShardIteratorOutput> {
    private final StreamTable streams;
    private final RecordTable records;
    private final StreamAccess access;

    GetShardIterator(StreamTable streams, RecordTable records, StreamAccess access) {
        this.streams = streams;
        this.records = records;
        this.access = access;
    }

    @Override
    public Op<GetShardIteratorInput, GetShardIteratorOutput> op() {
        return KinesisOps.GetShardIterator;
    }

    @Override
    public List<Access> access(GetShardIteratorInput input, Call call) {
        return access.stream("GetShardIterator", call, input.streamName(), input.streamARN());
    }

    @Override
    public GetShardIteratorOutput handle(GetShardIteratorInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        Stream stream = streams.get(name).stream();
        StreamShard shard = stream.shard(input.shardId(), call.time());
        if (shard == null) {
            throw KinesisErrors.noShardToRead(name, input.shardId());
        }
        StartingPlace place = new StartingPlace(
                "GetShardIterator", input.shardIteratorType(), input.startingSequenceNumber(), input.timestamp());
        long after = place.after(records, stream, shard, call.time());
        ShardIterator iterator = new ShardIterator(
                name, stream.id(), shard.index(), after, call.time().toEpochMilli());
        return GetShardIteratorOutput.builder()
                .shardIterator(iterator.toString())
                .build();
    }
}
