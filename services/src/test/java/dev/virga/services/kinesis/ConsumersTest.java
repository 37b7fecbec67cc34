package dev.virga.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.kinesis.ChildShard;
import dev.virga.api.kinesis.LimitExceededException;
import dev.virga.api.kinesis.ResourceInUseException;
import dev.virga.api.kinesis.ResourceNotFoundException;
import dev.virga.api.kinesis.StartingPosition;
import dev.virga.api.kinesis.SubscribeToShardEvent;
import dev.virga.api.kinesis.SubscribeToShardEventStream;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.store.Store;
import dev.virga.wire.EventStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsumersTest {
    private static final StartingPosition LATEST =
            StartingPosition.builder().type("LATEST").build();
    private static final StartingPosition BEGIN =
            StartingPosition.builder().type("TRIM_HORIZON").build();

    @TempDir
    Path folder;

    private KinesisCloud cloud;

    @BeforeEach
    void open() {
        cloud = new KinesisCloud(folder.resolve("store"));
        cloud.create(1);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static SubscribeToShardEvent event(EventStream<SubscribeToShardEventStream> events) throws IOException {
        return ((SubscribeToShardEventStream.SubscribeToShardEvent) Objects.requireNonNull(events.next())).value();
    }

    /// The next event that has records, or that is the last one.
    private static SubscribeToShardEvent full(EventStream<SubscribeToShardEventStream> events) throws IOException {
        SubscribeToShardEvent event = event(events);
        while (event.records().isEmpty() && event.continuationSequenceNumber() != null) {
            event = event(events);
        }
        return event;
    }

    private static List<String> data(SubscribeToShardEvent event) {
        return event.records().stream()
                .map(record -> new String(record.data(), StandardCharsets.UTF_8))
                .toList();
    }

    @Test
    void consumersAreRegisteredAndListed() {
        String arn = cloud.consumer("b");
        assertThat(arn).isEqualTo(KinesisCloud.ARN + "/consumer/b:1767225600");
        cloud.consumer("a");
        String stream = "'StreamARN': '" + KinesisCloud.ARN + "'";
        assertThat(cloud.error("RegisterStreamConsumer", "{" + stream + ", 'ConsumerName': 'a'}"))
                .startsWith("ResourceInUseException: Consumer a under stream s already exists");
        Map<String, Object> page = cloud.call("ListStreamConsumers", "{" + stream + ", 'MaxResults': 1}");
        assertThat(KinesisCloud.list(page, "Consumers"))
                .extracting(c -> c.get("ConsumerName"))
                .containsExactly("a");
        Map<String, Object> rest =
                cloud.call("ListStreamConsumers", "{" + stream + ", 'NextToken': '" + page.get("NextToken") + "'}");
        assertThat(KinesisCloud.list(rest, "Consumers"))
                .extracting(c -> c.get("ConsumerStatus"))
                .containsExactly("ACTIVE");
        assertThat(KinesisCloud.map(
                        cloud.call("DescribeStreamConsumer", "{" + stream + ", 'ConsumerName': 'b'}"),
                        "ConsumerDescription"))
                .containsEntry("ConsumerARN", arn)
                .containsEntry("StreamARN", KinesisCloud.ARN);
        assertThat(cloud.error("DescribeStreamConsumer", "{" + stream + "}"))
                .startsWith("InvalidArgumentException: Either ConsumerARN");
        cloud.call("DeregisterStreamConsumer", "{'ConsumerARN': '" + arn + "'}");
        assertThat(cloud.error("DescribeStreamConsumer", "{'ConsumerARN': '" + arn + "'}"))
                .startsWith("ResourceNotFoundException: Consumer " + arn);
        for (int i = 1; i < ConsumerTable.MAX_CONSUMERS; i++) {
            cloud.consumer("more" + i);
        }
        assertThat(cloud.error("RegisterStreamConsumer", "{" + stream + ", 'ConsumerName': 'last'}"))
                .startsWith("LimitExceededException: Stream s");
    }

    @Test
    void aSubscriptionGetsWhatIsThereAndWhatComes() throws Exception {
        cloud.put("k", "one");
        cloud.put("k", "two");
        try (var pool = Executors.newVirtualThreadPerTaskExecutor();
                var events = cloud.subscribe(cloud.consumer("c"), 0, BEGIN)) {
            SubscribeToShardEvent first = event(events);
            assertThat(data(first)).containsExactly("one", "two");
            assertThat(first.millisBehindLatest()).isZero();
            assertThat(first.continuationSequenceNumber())
                    .isEqualTo(first.records().getLast().sequenceNumber());
            var waiting = later(pool, events);
            cloud.put("k", "three");
            // The clock stands still: only a hint can wake the reader, and the store promises none.
            StreamName name = Objects.requireNonNull(StreamName.ofArn(KinesisCloud.ARN));
            Stream stream = new StreamTable(cloud.store).get(name).stream();
            byte[] written = RecordTable.prefix(stream.shards().getFirst());
            cloud.meddling.hint(new Store.Key(RecordTable.domain(stream), written));
            assertThat(waiting.get(20, TimeUnit.SECONDS)).containsExactly("three");
        }
    }

    private static CompletableFuture<List<String>> later(
            Executor pool, EventStream<SubscribeToShardEventStream> events) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return data(full(events));
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                pool);
    }

    @Test
    void aSubscriptionThatNobodyWakesLooksAgainAfterFiveSeconds() throws Exception {
        cloud.meddling.loseHints();
        try (var pool = Executors.newVirtualThreadPerTaskExecutor();
                var events = cloud.subscribe(cloud.consumer("c"), 0, LATEST)) {
            assertThat(event(events).records()).isEmpty();
            var waiting = later(pool, events);
            cloud.put("k", "late");
            cloud.time.advance(ShardSubscription.SILENCE);
            assertThat(waiting.get(20, TimeUnit.SECONDS)).containsExactly("late");
        }
    }

    @Test
    void registrationsAtTheSameTimeDoNotExceedTheLimit() {
        String register = "{'StreamARN': '" + KinesisCloud.ARN + "', 'ConsumerName': 'last'}";
        for (int i = 1; i < ConsumerTable.MAX_CONSUMERS; i++) {
            cloud.consumer("c" + i);
        }
        cloud.meddling.beforeNextCommit(() -> cloud.consumer("other"));
        assertThat(cloud.error("RegisterStreamConsumer", register)).startsWith("LimitExceededException: Stream s");
        assertThat(cloud.meddling.meddled()).isTrue();
        assertThat(KinesisCloud.list(
                        cloud.call("ListStreamConsumers", "{'StreamARN': '" + KinesisCloud.ARN + "'}"), "Consumers"))
                .hasSize(ConsumerTable.MAX_CONSUMERS);
    }

    @Test
    void aConsumerThatComesWhileItsStreamIsDeletedKeepsIt() {
        for (int i = 0; i < 2; i++) {
            // First without, then with a registration before.
            String name = "c" + i;
            cloud.meddling.beforeNextCommit(() -> cloud.consumer(name));
            assertThat(cloud.error("DeleteStream", "{'StreamName': 's'}"))
                    .startsWith("ResourceInUseException: Stream s under account 111122223333 has registered consumers");
            cloud.call(
                    "DeregisterStreamConsumer",
                    "{'StreamARN': '" + KinesisCloud.ARN + "', 'ConsumerName': '" + name + "'}");
        }
        cloud.put("k", "x");
        cloud.call("DeleteStream", "{'StreamName': 's'}");
    }

    @Test
    void whereASubscriptionEndedTheNextOneBegins() throws IOException {
        String consumer = cloud.consumer("c");
        cloud.put("k", "one");
        String continuation;
        try (var events = cloud.subscribe(consumer, 0, LATEST)) {
            assertThat(event(events).records()).isEmpty();
            cloud.time.advance(Duration.ofSeconds(5));
            SubscribeToShardEvent silence = event(events);
            assertThat(silence.records()).isEmpty();
            continuation = silence.continuationSequenceNumber();
            cloud.time.advance(Duration.ofMinutes(5));
            assertThat(events.next()).isNull();
        }
        cloud.put("k", "two");
        StartingPosition after = StartingPosition.builder()
                .type("AFTER_SEQUENCE_NUMBER")
                .sequenceNumber(continuation)
                .build();
        try (var events = cloud.subscribe(consumer, 0, after)) {
            assertThat(data(full(events))).containsExactly("two");
        }
        StartingPosition bare =
                StartingPosition.builder().type("AT_SEQUENCE_NUMBER").build();
        assertThatThrownBy(() -> cloud.subscribe(consumer, 0, bare)).hasMessageContaining("Must either specify");
    }

    @Test
    void aSecondSubscriptionTakesOverWhenTheFirstIsFiveSecondsOld() throws IOException {
        String consumer = cloud.consumer("c");
        try (var first = cloud.subscribe(consumer, 0, LATEST);
                var other = cloud.subscribe(cloud.consumer("other"), 0, LATEST)) {
            assertThatThrownBy(() -> cloud.subscribe(consumer, 0, LATEST)).isInstanceOf(ResourceInUseException.class);
            cloud.time.advance(Duration.ofSeconds(5));
            try (var second = cloud.subscribe(consumer, 0, LATEST)) {
                assertThatThrownBy(first::next).isInstanceOf(ResourceInUseException.class);
                cloud.put("k", "x");
                assertThat(data(full(second))).containsExactly("x");
                assertThat(data(full(other))).containsExactly("x");
            }
        }
        // Whoever closed has given it back.
        cloud.subscribe(consumer, 0, LATEST).close();
        cloud.subscribe(consumer, 0, LATEST).close();
    }

    @Test
    void anAccountLeavesOthersSomeSubscriptions() throws IOException {
        Subscriptions all = new Subscriptions();
        StreamName name = new StreamName(KinesisCloud.ACCOUNT, "us-east-1", "s");
        Stream stream = new StreamTable(cloud.store).get(name).stream();
        var source = new ShardSubscription.Source(
                new StreamTable(cloud.store),
                new ConsumerTable(cloud.store),
                new RecordTable(cloud.store),
                new RecordReader(new RecordCipher(cloud.cloud, cloud.time)),
                cloud.time);
        BiFunction<Caller, Integer, ShardSubscription> subscription = (caller, consumer) -> new ShardSubscription(
                all, source, call(caller), stream, stream.shards().getFirst(), "consumer" + consumer, 0);
        for (int i = 0; i < Subscriptions.MAX_ACCOUNT_SUBSCRIPTIONS; i++) {
            all.open(subscription.apply(KinesisCloud.ROOT, i));
        }
        ShardSubscription more = subscription.apply(KinesisCloud.ROOT, -1);
        assertThatThrownBy(() -> all.open(more))
                .isInstanceOf(LimitExceededException.class)
                .hasMessageContaining("Account " + KinesisCloud.ACCOUNT);
        all.open(subscription.apply(KinesisCloud.OTHER, -2));
        // One in place of another is not one more, but for an account that did not have it.
        cloud.time.advance(Duration.ofSeconds(5));
        ShardSubscription again = subscription.apply(KinesisCloud.ROOT, 0);
        all.open(again);
        ShardSubscription taken = subscription.apply(KinesisCloud.ROOT, -2);
        assertThatThrownBy(() -> all.open(taken)).isInstanceOf(LimitExceededException.class);
        again.close();
        all.open(taken);
    }

    private Call call(Caller caller) {
        return new Call(
                caller,
                caller.account(),
                "us-east-1",
                "request",
                null,
                cloud.time.instant(),
                "127.0.0.1",
                true,
                "http://127.0.0.1:4566");
    }

    @Test
    void theEndOfAClosedShardNamesItsChildren() throws IOException {
        cloud.put("k", "last");
        try (var events = cloud.subscribe(cloud.consumer("c"), 0, BEGIN)) {
            cloud.call(
                    "SplitShard",
                    "{'StreamName': 's', 'ShardToSplit': 'shardId-000000000000', 'NewStartingHashKey': '99'}");
            assertThat(data(full(events))).containsExactly("last");
            SubscribeToShardEvent end = full(events);
            assertThat(end.continuationSequenceNumber()).isNull();
            assertThat(end.childShards())
                    .extracting(ChildShard::shardId)
                    .containsExactly(StreamShard.id(1), StreamShard.id(2));
            assertThat(events.next()).isNull();
        }
    }

    @Test
    void aSubscriptionEndsWithItsConsumerOrItsStream() throws IOException {
        String consumer = cloud.consumer("c");
        try (var events = cloud.subscribe(consumer, 0, LATEST)) {
            cloud.call("DeregisterStreamConsumer", "{'ConsumerARN': '" + consumer + "'}");
            assertThatThrownBy(events::next)
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("Consumer");
        }
        try (var events = cloud.subscribe(cloud.consumer("d"), 0, LATEST)) {
            cloud.call("DeleteStream", "{'StreamName': 's', 'EnforceConsumerDeletion': true}");
            assertThatThrownBy(events::next)
                    .isInstanceOf(ResourceNotFoundException.class)
                    .hasMessageContaining("Stream s");
        }
        cloud.create(1);
        try (var events = cloud.subscribe(cloud.consumer("c"), 0, LATEST)) {
            cloud.kinesis.close();
            assertThat(events.next()).isNull();
        }
    }
}
