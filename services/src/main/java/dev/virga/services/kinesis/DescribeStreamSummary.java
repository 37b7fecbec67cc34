package dev.virga.services.kinesis;

import dev.virga.api.kinesis.DescribeStreamSummaryInput;
import dev.virga.api.kinesis.DescribeStreamSummaryOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tells about a stream, without its shards.
final class DescribeStreamSummary implements Operation<DescribeStreamSummaryInput, DescribeStreamSummaryOutput> {
    private final StreamTable streams;
    private final ConsumerTable consumers;
    private final StreamAccess access;

    DescribeStreamSummary(StreamTable streams, ConsumerTable consumers, StreamAccess access) {
        this.streams = streams;
        this.consumers = consumers;
        this.access = access;
    }

    @Override
    public Op<DescribeStreamSummaryInput, DescribeStreamSummaryOutput> op() {
        return KinesisOps.DescribeStreamSummary;
    }

    @Override
    public List<Access> access(DescribeStreamSummaryInput input, Call call) {
        return access.stream("DescribeStreamSummary", call, input.streamName(), input.streamARN());
    }

    @Override
    public DescribeStreamSummaryOutput handle(DescribeStreamSummaryInput input, Call call) {
        StreamName name = StreamName.of(call, input.streamName(), input.streamARN(), input.streamId());
        Stream stream = streams.get(name).stream();
        int count = consumers.list(stream, null, ConsumerTable.MAX_CONSUMERS).size();
        return DescribeStreamSummaryOutput.builder()
                .streamDescriptionSummary(DescribedStream.summary(stream, count))
                .build();
    }
}
