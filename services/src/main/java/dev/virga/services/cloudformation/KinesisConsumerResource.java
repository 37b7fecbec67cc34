package dev.virga.services.cloudformation;

import dev.virga.api.kinesis.ConsumerDescription;
import dev.virga.api.kinesis.DeregisterStreamConsumerInput;
import dev.virga.api.kinesis.DescribeStreamConsumerInput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.RegisterStreamConsumerInput;
import java.util.Map;

/// `AWS::Kinesis::StreamConsumer`. Every change makes a new one.
final class KinesisConsumerResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("ConsumerName*! StreamARN*! Tags!");

    @Override
    public String name() {
        return "AWS::Kinesis::StreamConsumer";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(KinesisOps.DescribeStreamConsumer, named(properties));
    }

    private static DescribeStreamConsumerInput named(Properties properties) {
        return DescribeStreamConsumerInput.builder()
                .streamARN(properties.required("StreamARN"))
                .consumerName(properties.required("ConsumerName"))
                .build();
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        Map<String, String> tags = properties.tags("Tags");
        deed.callUnlessThere(
                KinesisOps.RegisterStreamConsumer,
                RegisterStreamConsumerInput.builder()
                        .streamARN(properties.required("StreamARN"))
                        .consumerName(properties.required("ConsumerName"))
                        .tags(tags.isEmpty() ? null : tags)
                        .build());
        ConsumerDescription consumer =
                deed.call(KinesisOps.DescribeStreamConsumer, named(properties)).consumerDescription();
        return Made.of(consumer.consumerARN(), properties)
                .with("ConsumerARN", consumer.consumerARN())
                .with("ConsumerName", consumer.consumerName())
                .with("ConsumerStatus", consumer.consumerStatus())
                .with("StreamARN", consumer.streamARN())
                .with(
                        "ConsumerCreationTimestamp",
                        String.valueOf(consumer.consumerCreationTimestamp().getEpochSecond()));
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        return before;
    }

    @Override
    public void delete(Deed deed, Made made) {
        deed.callUnlessGone(
                KinesisOps.DeregisterStreamConsumer,
                DeregisterStreamConsumerInput.builder()
                        .consumerARN(made.physicalId())
                        .build());
    }
}
