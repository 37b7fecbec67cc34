package dev.virga.services.kinesis;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.PolicyPrincipals;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.kernel.Timers;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Kinesis Data Streams, as README.md describes them. Everything that is acknowledged is in the
/// store; subscriptions and throughput are not.
public final class Kinesis implements Service {
    private final Resources resources;
    private final Subscriptions subscriptions = new Subscriptions();
    private final List<Operation<?, ?>> operations = new ArrayList<>();

    /// @param timers not yet started
    public Kinesis(Store store, Cloud cloud, Timers timers, Time time, PolicyPrincipals principals) {
        StreamTable streams = new StreamTable(store);
        ConsumerTable consumers = new ConsumerTable(store);
        RecordTable records = new RecordTable(store);
        resources = new Resources(streams, consumers, principals);
        StreamAccess access = new StreamAccess(streams, consumers);
        ShardLimits limits = new ShardLimits(streams);
        Throughput throughput = new Throughput(time);
        RecordCipher cipher = new RecordCipher(cloud, time);
        Arrivals arrivals = new Arrivals(time, records);
        RecordAppender appender = new RecordAppender(store, streams, records, arrivals, throughput, cipher);
        RecordReader reader = new RecordReader(cipher);
        ConsumerChoice choice = new ConsumerChoice(streams, consumers, access);
        Trimming trimming = new Trimming(store, time, timers, streams, records);
        operations.addAll(List.of(
                new CreateStream(streams, limits, trimming, access),
                new DeleteStream(streams, consumers, throughput, access),
                new DescribeStream(streams, access),
                new DescribeStreamSummary(streams, consumers, access),
                new ListStreams(streams),
                new ListShards(streams, access),
                new PutRecord(appender, access),
                new PutRecords(appender, access),
                new GetShardIterator(streams, records, access),
                new GetRecords(streams, records, throughput, reader, access),
                new RegisterStreamConsumer(streams, consumers, access),
                new DeregisterStreamConsumer(choice, consumers, subscriptions),
                new DescribeStreamConsumer(choice),
                new ListStreamConsumers(streams, consumers, access),
                new SubscribeToShard(streams, consumers, records, reader, subscriptions, access, store, time),
                new SplitShard(streams, limits, access),
                new MergeShards(streams, access),
                new UpdateShardCount(streams, limits, access),
                new UpdateStreamMode(streams, limits, access)));
        operations.addAll(List.of(
                new IncreaseStreamRetentionPeriod(streams, access),
                new DecreaseStreamRetentionPeriod(streams, access),
                new UpdateMaxRecordSize(streams, access),
                new StartStreamEncryption(streams, cipher, access),
                new StopStreamEncryption(streams, access),
                new AddTagsToStream(streams, access),
                new RemoveTagsFromStream(streams, access),
                new ListTagsForStream(streams, access),
                new TagResource(resources, access),
                new UntagResource(resources, access),
                new ListTagsForResource(resources, access),
                new PutResourcePolicy(resources, access),
                new GetResourcePolicy(resources, access),
                new DeleteResourcePolicy(resources, access),
                new DescribeLimits(limits),
                new DescribeAccountSettings()));
    }

    @Override
    public Map<String, String> tags(String arn, Call call) {
        return resources.get(call, arn, null).tags();
    }

    @Override
    public Model model() {
        return KinesisOps.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }

    @Override
    public void close() {
        subscriptions.close();
    }
}
