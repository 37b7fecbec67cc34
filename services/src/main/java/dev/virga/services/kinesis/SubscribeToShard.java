package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.StartingPosition;
import dev.virga.api.kinesis.SubscribeToShardInput;
import dev.virga.api.kinesis.SubscribeToShardOutput;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Time;
import dev.virga.store.Store;
import dev.virga.wire.Op;
import java.util.List;

/// Answers with the records of a shard as they come, for five minutes.
final class SubscribeToShard implements Operation<SubscribeToShardInput, SubscribeToShardOutput> {
    private final StreamTable streams;
    private final ConsumerTable consumers;
    private final RecordTable records;
    private final RecordReader reader;
    private final Subscriptions subscriptions;
    private final StreamAccess access;
    private final Store store;
    private final Time time;

    SubscribeToShard(
            StreamTable streams,
            ConsumerTable consumers,
            RecordTable records,
            RecordReader reader,
            Subscriptions subscriptions,
            StreamAccess access,
            Store store,
            Time time) {
        this.streams = streams;
        this.consumers = consumers;
        this.records = records;
        this.reader = reader;
        this.subscriptions = subscriptions;
        this.access = access;
        this.store = store;
        this.time = time;
    }

    @Override
    public Op<SubscribeToShardInput, SubscribeToShardOutput> op() {
        return KinesisOps.SubscribeToShard;
    }

    @Override
    public List<Access> access(SubscribeToShardInput input, Call call) {
        return List.of(access.resource("SubscribeToShard", call, input.consumerARN()));
    }

    @Override
    public SubscribeToShardOutput handle(SubscribeToShardInput input, Call call) {
        StreamName parsed = StreamName.ofConsumerArn(input.consumerARN());
        if (parsed == null) {
            throw KinesisErrors.invalid("ConsumerARN is not valid: " + input.consumerARN());
        }
        StreamName name = StreamName.of(call, null, parsed.arn(), input.streamId());
        Stream stream = streams.get(name).stream();
        ConsumerTable.Found consumer = consumers.findArn(stream, input.consumerARN());
        if (consumer == null) {
            throw ConsumerChoice.notFound(input.consumerARN());
        }
        StreamShard shard = stream.shard(input.shardId(), call.time());
        if (shard == null) {
            throw KinesisErrors.noShardToRead(name, input.shardId());
        }
        StartingPosition position = input.startingPosition();
        StartingPlace place =
                new StartingPlace("SubscribeToShard", position.type(), position.sequenceNumber(), position.timestamp());
        long after = place.after(records, stream, shard, call.time());
        ShardSubscription.Source source = new ShardSubscription.Source(streams, consumers, records, reader, time);
        ShardSubscription subscription = new ShardSubscription(
                subscriptions, source, call, stream, shard, consumer.consumer().arn(), after);
        subscriptions.open(subscription);
        subscription.watch(store);
        return SubscribeToShardOutput.builder().eventStream(subscription).build();
    }
}
