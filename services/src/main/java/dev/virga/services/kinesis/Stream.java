package dev.virga.services.kinesis;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A stream and its shards. Immutable.
///
/// @param name with account and region
/// @param id of its records in the store: another stream of the same name has another one
/// @param key KMS key of what is written, or null
/// @param trimmedBefore what is older stays gone, though the retention period grew since
/// @param policy resource policy, or null
/// @param scalings when `UpdateShardCount` was called within the last day
/// @param modeChanges when `UpdateStreamMode` was, likewise
/// @param shards open and closed ones by their index
record Stream(
        StreamName name,
        String id,
        long createdMillis,
        boolean onDemand,
        int retentionHours,
        int maxRecordKiB,
        @Nullable Key key,
        long trimmedBefore,
        Map<String, String> tags,
        @Nullable String policy,
        List<Long> scalings,
        List<Long> modeChanges,
        List<StreamShard> shards) {
    static final int MIN_RETENTION_HOURS = 24;
    static final int MAX_RETENTION_HOURS = 8760;
    static final int MIN_RECORD_KIB = 1024;

    /// Number of hash keys.
    static final BigInteger HASHES = BigInteger.ONE.shiftLeft(128);

    private static final long HOUR_MILLIS = Duration.ofHours(1).toMillis();

    /// A KMS key.
    ///
    /// @param named by the client, and shown as it was
    /// @param arn of what that meant: for a writer of another account it might mean another key
    record Key(String named, String arn) {}

    String arn() {
        return name.arn();
    }

    /// As it was named, or null.
    @Nullable
    String keyId() {
        return key == null ? null : key.named();
    }

    Instant created() {
        return Instant.ofEpochMilli(createdMillis);
    }

    /// Records that came before are gone.
    long horizonMillis(Instant now) {
        return Math.max(now.toEpochMilli() - retentionHours * HOUR_MILLIS, trimmedBefore);
    }

    List<StreamShard> open() {
        return shards.stream().filter(StreamShard::open).toList();
    }

    /// Those that may still hold records.
    List<StreamShard> alive(Instant now) {
        long horizon = horizonMillis(now);
        return shards.stream()
                .filter(shard -> shard.open() || shard.closedMillis() >= horizon)
                .toList();
    }

    /// By first hash key.
    NavigableMap<BigInteger, StreamShard> openByHash() {
        NavigableMap<BigInteger, StreamShard> map = new TreeMap<>();
        open().forEach(shard -> map.put(shard.from(), shard));
        return map;
    }

    /// Null when it does not exist, or is gone.
    @Nullable
    StreamShard shard(String shardId, Instant now) {
        for (StreamShard shard : shards) {
            if (shard.id().equals(shardId)) {
                return shard.open() || shard.closedMillis() >= horizonMillis(now) ? shard : null;
            }
        }
        return null;
    }

    List<StreamShard> children(StreamShard parent) {
        return shards.stream().filter(shard -> shard.childOf(parent)).toList();
    }

    Stream withShards(List<StreamShard> changed) {
        return with(to -> to.shards = List.copyOf(changed));
    }

    Stream withTags(Map<String, String> changed) {
        return with(to -> to.tags = changed);
    }

    Stream withPolicy(@Nullable String changed) {
        return with(to -> to.policy = changed);
    }

    Stream withKey(@Nullable Key changed) {
        return with(to -> to.key = changed);
    }

    Stream withMaxRecordKiB(int changed) {
        return with(to -> to.maxRecordKiB = changed);
    }

    Stream withRetention(int hours, Instant now) {
        return with(to -> {
            to.retentionHours = hours;
            to.trimmedBefore = horizonMillis(now);
        });
    }

    Stream withMode(boolean nowOnDemand, long at) {
        return with(to -> {
            to.onDemand = nowOnDemand;
            to.modeChanges = and(modeChanges, at);
        });
    }

    Stream scaled(List<StreamShard> changed, long at) {
        return with(to -> {
            to.shards = List.copyOf(changed);
            to.scalings = and(scalings, at);
        });
    }

    private Stream with(Consumer<Change> change) {
        Change to = new Change();
        change.accept(to);
        return to.made();
    }

    /// What changes in a stream's life; each as it is until it is set.
    private final class Change {
        private boolean onDemand = Stream.this.onDemand;
        private int retentionHours = Stream.this.retentionHours;
        private int maxRecordKiB = Stream.this.maxRecordKiB;
        private @Nullable Key key = Stream.this.key;
        private long trimmedBefore = Stream.this.trimmedBefore;
        private Map<String, String> tags = Stream.this.tags;
        private @Nullable String policy = Stream.this.policy;
        private List<Long> scalings = Stream.this.scalings;
        private List<Long> modeChanges = Stream.this.modeChanges;
        private List<StreamShard> shards = Stream.this.shards;

        Stream made() {
            return new Stream(
                    name,
                    id,
                    createdMillis,
                    onDemand,
                    retentionHours,
                    maxRecordKiB,
                    key,
                    trimmedBefore,
                    tags,
                    policy,
                    scalings,
                    modeChanges,
                    shards);
        }
    }

    private static List<Long> and(List<Long> times, long at) {
        List<Long> all = new ArrayList<>(lastDay(times, at));
        all.add(at);
        return List.copyOf(all);
    }

    static List<Long> lastDay(List<Long> times, long now) {
        long from = now - Duration.ofDays(1).toMillis();
        return times.stream().filter(time -> time > from).toList();
    }
}
