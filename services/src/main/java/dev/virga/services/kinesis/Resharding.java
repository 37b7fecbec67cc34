package dev.virga.services.kinesis;

import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// The shards of a stream while they are split and merged. What comes of it is committed at once.
///
/// One thread.
final class Resharding {
    private final List<StreamShard> shards;
    private final long now;

    Resharding(List<StreamShard> shards, Instant now) {
        this.shards = new ArrayList<>(shards);
        this.now = now.toEpochMilli();
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
        return index == count
                ? Stream.HASHES
                : Stream.HASHES.divide(BigInteger.valueOf(count)).multiply(BigInteger.valueOf(index));
    }

    List<StreamShard> result() {
        return List.copyOf(shards);
    }

    private StreamShard add(BigInteger from, BigInteger to, long epoch, int parent, int adjacentParent) {
        int index = shards.isEmpty() ? 0 : shards.getLast().index() + 1;
        StreamShard shard = new StreamShard(index, from, to, epoch, now, 0, parent, adjacentParent);
        shards.add(shard);
        return shard;
    }

    private void close(StreamShard shard) {
        shards.set(shards.indexOf(shard), shard.closed(now));
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

    /// Splits at every new border, then merges what lies between two of them: so a shard has two
    /// parents at most, though it may cover parts of three.
    void scale(int count) {
        for (int i = 1; i < count; i++) {
            BigInteger border = start(i, count);
            for (StreamShard shard : open()) {
                if (shard.covers(border) && !shard.from().equals(border)) {
                    split(shard, border);
                }
            }
        }
        for (int i = 0; i < count; i++) {
            BigInteger from = start(i, count);
            BigInteger end = start(i + 1, count);
            StreamShard merged = null;
            for (StreamShard shard : open()) {
                if (shard.from().compareTo(from) >= 0 && shard.from().compareTo(end) < 0) {
                    merged = merged == null ? shard : merge(merged, shard);
                }
            }
        }
    }

    private List<StreamShard> open() {
        return shards.stream()
                .filter(StreamShard::open)
                .sorted(Comparator.comparing(StreamShard::from))
                .toList();
    }
}
