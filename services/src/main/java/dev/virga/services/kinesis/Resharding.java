package dev.virga.services.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;

/// The shards of a stream while they are split and merged. What comes of it is committed at once.
///
/// One thread.
final class Resharding {
    private final NavigableMap<Integer, StreamShard> shards = new TreeMap<>();
    /// By first hash key.
    private final NavigableMap<BigInteger, StreamShard> open = new TreeMap<>();
    private final long now;

    Resharding(List<StreamShard> shards, Instant now) {
        shards.forEach(this::put);
        this.now = now.toEpochMilli();
    }

    private void put(StreamShard shard) {
        shards.put(shard.index(), shard);
        if (shard.open()) {
            open.put(shard.from(), shard);
        }
    }

    /// Shards of equal size for a new stream.
    static List<StreamShard> uniform(int count, Instant now) {
        Resharding made = new Resharding(List.of(), now);
        for (int i = 0; i < count; i++) {
            made.add(
                    start(i, count),
                    start(i + 1, count).subtract(BigInteger.ONE),
                    now.getEpochSecond(),
                    StreamShard.NONE,
                    StreamShard.NONE);
        }
        return made.result();
    }

    private static BigInteger start(int index, int count) {
        return Stream.HASHES.multiply(BigInteger.valueOf(index)).divide(BigInteger.valueOf(count));
    }

    List<StreamShard> result() {
        return List.copyOf(shards.values());
    }

    private StreamShard add(BigInteger from, BigInteger to, long epoch, int parent, int adjacentParent) {
        int index = shards.isEmpty() ? 0 : shards.lastKey() + 1;
        StreamShard shard = new StreamShard(index, from, to, epoch, now, 0, parent, adjacentParent);
        put(shard);
        return shard;
    }

    private void close(StreamShard shard) {
        open.remove(shard.from());
        put(shard.closed(now));
    }

    /// @param at first hash key of the second child
    /// @return the second child
    StreamShard split(StreamShard shard, BigInteger at) {
        close(shard);
        // Sequence numbers of children are larger, also within the same second.
        long epoch = Math.max(now / 1000, shard.epochSeconds() + 1);
        add(shard.from(), at.subtract(BigInteger.ONE), epoch, shard.index(), StreamShard.NONE);
        return add(at, shard.to(), epoch, shard.index(), StreamShard.NONE);
    }

    StreamShard merge(StreamShard shard, StreamShard adjacent) {
        close(shard);
        close(adjacent);
        long epoch = Math.max(now / 1000, Math.max(shard.epochSeconds(), adjacent.epochSeconds()) + 1);
        return add(
                shard.from().min(adjacent.from()),
                shard.to().max(adjacent.to()),
                epoch,
                shard.index(),
                adjacent.index());
    }

    /// How many shards, open and closed, there would be after [#scale].
    int sizeScaled(int count) {
        int splits = 0;
        for (int i = 1; i < count; i++) {
            if (!open.containsKey(start(i, count))) {
                splits++;
            }
        }
        int merges = open.size() + splits - count;
        return shards.size() + 2 * splits + merges;
    }

    /// Splits at every new border, then merges what lies between two of them: so a shard has two
    /// parents at most, though it may cover parts of three.
    void scale(int count) {
        for (int i = 1; i < count; i++) {
            BigInteger border = start(i, count);
            if (!open.containsKey(border)) {
                StreamShard shard = Objects.requireNonNull(open.floorEntry(border), "open shards cover every hash key")
                        .getValue();
                split(shard, border);
            }
        }
        for (int i = 0; i < count; i++) {
            List<StreamShard> pieces = List.copyOf(
                    open.subMap(start(i, count), start(i + 1, count)).values());
            StreamShard merged = pieces.getFirst();
            for (StreamShard piece : pieces.subList(1, pieces.size())) {
                merged = merge(merged, piece);
            }
        }
    }
}
