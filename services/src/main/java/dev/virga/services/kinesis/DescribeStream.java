package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DescribeStreamInput;
import dev.virga.api.kinesis.DescribeStreamOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tells about a stream and a page of its shards.
final class DescribeStream implements Operation<DescribeStreamInput, DescribeStreamOutput> {
    private static final int DEFAULT_LIMIT = 100;

    private final StreamTable streams;
    private final StreamAccess access;

    DescribeStream(StreamTable streams, StreamAccess access) {
        this.streams = streams;
        this.access = access;
    }

    @Override
    public Op<DescribeStreamInput, DescribeStreamOutput> op() {
        return KinesisOps.DescribeStream;
    }

    @Override
    public List<Access> access(DescribeStreamInput input, Call call) {
        return access.stream("DescribeStream", call, input.streamName(), input.streamARN());
    }

    @Override
    public DescribeStreamOutput handle(DescribeStreamInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        Stream stream = streams.get(name).stream();
        String start = input.exclusiveStartShardId();
        int limit = input.limit() == null ? DEFAULT_LIMIT : input.limit();
        List<StreamShard> rest = stream.alive(call.time()).stream()
                .filter(shard -> start == null || shard.id().compareTo(start) > 0)
                .toList();
        List<StreamShard> page = rest.subList(0, Math.min(limit, rest.size()));
        return DescribeStreamOutput.builder()
                .streamDescription(DescribedStream.of(stream, page, page.size() < rest.size()))
                .build();
    }
}
