package dev.virga.services.kinesis;

import dev.virga.api.kinesis.ConsumerDescription;
import dev.virga.api.kinesis.DescribeStreamConsumerInput;
import dev.virga.api.kinesis.DescribeStreamConsumerOutput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Tells about a consumer.
final class DescribeStreamConsumer implements Operation<DescribeStreamConsumerInput, DescribeStreamConsumerOutput> {
    private final ConsumerChoice choice;

    DescribeStreamConsumer(ConsumerChoice choice) {
        this.choice = choice;
    }

    @Override
    public Op<DescribeStreamConsumerInput, DescribeStreamConsumerOutput> op() {
        return KinesisOps.DescribeStreamConsumer;
    }

    @Override
    public List<Access> access(DescribeStreamConsumerInput input, Call call) {
        return choice.access(
                "DescribeStreamConsumer", call, input.streamARN(), input.consumerName(), input.consumerARN());
    }

    @Override
    public DescribeStreamConsumerOutput handle(DescribeStreamConsumerInput input, Call call) {
        StreamConsumer consumer = choice.get(
                        call, input.streamARN(), input.consumerName(), input.consumerARN(), input.streamId())
                .consumer();
        return DescribeStreamConsumerOutput.builder()
                .consumerDescription(ConsumerDescription.builder()
                        .consumerName(consumer.name())
                        .consumerARN(consumer.arn())
                        .consumerStatus(DescribedStream.ACTIVE)
                        .consumerCreationTimestamp(consumer.created())
                        .streamARN(consumer.streamArn())
                        .build())
                .build();
    }
}
