package dev.virga.services.kinesis;

import dev.virga.api.kinesis.ChildShard;
import dev.virga.api.kinesis.KinesisRecord;
import dev.virga.api.kinesis.SubscribeToShardEvent;
import dev.virga.api.kinesis.SubscribeToShardEventStream;
import dev.virga.kernel.Call;
import dev.virga.kernel.Time;
import dev.virga.store.Store;
import dev.virga.wire.EventStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The records of one shard on their way to one consumer.
///
///     records  records …  (nothing more: an event without records, again every five seconds)  …
///                      └─ after five minutes: the end
///                      └─ closed shard read to its end: its children, then the end
///                      └─ taken over, or something is gone: an exception
///
/// The thread that answers the client reads from the store as fast as the client takes it, and
/// sleeps when there is nothing more until the store tells of a commit to the shard. The store may
/// fail to tell: then it looks again when the next event without records is due.
final class ShardSubscription implements EventStream<SubscribeToShardEventStream> {
    static final Duration LENGTH = Duration.ofMinutes(5);

    /// An event without records shows that the client is still there.
    static final Duration SILENCE = Duration.ofSeconds(5);

    static final int MAX_RECORDS = 1000;

    /// Of one event; its JSON with one record of ten megabytes still fits into a message.
    static final int MAX_BYTES = 2 << 20;

    /// Where it reads.
    record Source(StreamTable streams, ConsumerTable consumers, RecordTable records, RecordReader reader, Time time) {}

    private final Subscriptions all;
    private final Source source;
    private final Call call;
    private final Stream stream;
    private final StreamShard shard;
    private final String consumerArn;
    private final Instant opened;
    private long after;
    private Instant due;
    private boolean ended;
    /// Whether the client knows that there is nothing more for now. It is told at once: clients that
    /// hold an event back until something follows it get it all the same.
    private boolean told;

    private volatile boolean closed;
    private volatile boolean takenOver;
    /// Since the last look. The thread's own permit is not enough: whatever waits while it looks
    /// may take that.
    private volatile boolean woken;
    private volatile @Nullable Thread thread;
    private List<AutoCloseable> watches = List.of();

    /// @param after sequence behind which it begins
    ShardSubscription(
            Subscriptions all,
            Source source,
            Call call,
            Stream stream,
            StreamShard shard,
            String consumerArn,
            long after) {
        this.all = all;
        this.source = source;
        this.call = call;
        this.stream = stream;
        this.shard = shard;
        this.consumerArn = consumerArn;
        this.after = after;
        opened = source.time().instant();
        due = opened.plus(SILENCE);
    }

    String key() {
        return consumerArn + ":" + shard.id();
    }

    /// Whose caller reads it.
    String account() {
        return call.account();
    }

    Instant opened() {
        return opened;
    }

    /// Wakes when records come, or when the stream changes.
    void watch(Store store) {
        Store.Key row = StreamTable.key(stream.name());
        watches = List.of(
                store.watch(RecordTable.domain(stream), RecordTable.prefix(shard), this::wake),
                store.watch(row.domain(), row.bytes(), this::wake));
    }

    void wake() {
        woken = true;
        LockSupport.unpark(thread);
    }

    void takeOver() {
        takenOver = true;
        wake();
    }

    void end() {
        closed = true;
        wake();
    }

    @Override
    public @Nullable SubscribeToShardEventStream next() {
        thread = Thread.currentThread();
        Instant end = opened.plus(LENGTH);
        while (!ended && !closed && !Thread.currentThread().isInterrupted()) {
            woken = false;
            Instant now = source.time().instant();
            if (!now.isBefore(end)) {
                return null;
            }
            SubscribeToShardEvent event = look(now);
            if (event != null) {
                due = now.plus(SILENCE);
                return new SubscribeToShardEventStream.SubscribeToShardEvent(event);
            }
            if (!woken && !closed) {
                source.time().parkUntil(due.isBefore(end) ? due : end);
            }
        }
        return null;
    }

    /// What there is to say now, or null.
    private @Nullable SubscribeToShardEvent look(Instant now) {
        if (takenOver) {
            throw KinesisErrors.inUse("Another subscription of this consumer to the shard has taken over: " + key());
        }
        // The stream is looked at before its records: what a closed shard has then is all.
        StreamTable.Found found = source.streams().find(stream.name());
        if (found == null || !found.stream().id().equals(stream.id())) {
            throw KinesisErrors.streamNotFound(stream.name());
        }
        Stream current = found.stream();
        if (source.consumers().findArn(current, consumerArn) == null) {
            throw ConsumerChoice.notFound(consumerArn);
        }
        StreamShard place = current.shard(shard.id(), now);
        RecordTable.Page page =
                source.records().read(current, shard, after, current.horizonMillis(now), MAX_RECORDS, MAX_BYTES);
        if (!page.records().isEmpty()) {
            List<KinesisRecord> records = source.reader().describe(call, current, shard, page.records());
            after = page.records().getLast().sequence();
            told = false;
            return event(
                    records, RecordReader.behind(page, now), records.getLast().sequenceNumber(), null);
        }
        if (place == null || !place.open()) {
            ended = true;
            List<ChildShard> children =
                    current.children(shard).stream().map(StreamShard::asChild).toList();
            return event(List.of(), 0, null, children);
        }
        if (told && now.isBefore(due)) {
            return null;
        }
        told = true;
        return event(List.of(), 0, SequenceNumber.of(shard, after, now.toEpochMilli()), null);
    }

    /// @param continuation null at the end of the shard
    private static SubscribeToShardEvent event(
            List<KinesisRecord> records,
            long behind,
            @Nullable String continuation,
            @Nullable List<ChildShard> children) {
        return SubscribeToShardEvent.builder()
                .records(records)
                .continuationSequenceNumber(continuation)
                .millisBehindLatest(behind)
                .childShards(children)
                .build();
    }

    @Override
    public void close() throws IOException {
        closed = true;
        all.close(this);
        List<AutoCloseable> watching = watches;
        watches = List.of();
        for (AutoCloseable each : watching) {
            try {
                each.close();
            } catch (Exception e) {
                throw new IOException(e);
            }
        }
    }
}
