package dev.virga.services.kinesis;

import dev.virga.api.kinesis.ChildShard;
import dev.virga.api.kinesis.HashKeyRange;
import dev.virga.api.kinesis.SequenceNumberRange;
import dev.virga.api.kinesis.Shard;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One shard: the records whose keys hash into a range.
///
///     open ── SplitShard, MergeShards, UpdateShardCount ──> closed ── retention period ──> gone
///
/// @param index number within the stream, never used again
/// @param from first hash key
/// @param to last hash key
/// @param epochSeconds begins every sequence number of the shard: larger than its parents'
/// @param closedMillis 0 while it is open
/// @param parent index, or [#NONE]
/// @param adjacentParent index of the other one of two that were merged, or [#NONE]
record StreamShard(
        int index,
        BigInteger from,
        BigInteger to,
        long epochSeconds,
        long createdMillis,
        long closedMillis,
        int parent,
        int adjacentParent) {
    static final int NONE = -1;

    boolean open() {
        return closedMillis == 0;
    }

    StreamShard closed(long millis) {
        return new StreamShard(index, from, to, epochSeconds, createdMillis, millis, parent, adjacentParent);
    }

    boolean covers(BigInteger hash) {
        return from.compareTo(hash) <= 0 && hash.compareTo(to) <= 0;
    }

    boolean childOf(StreamShard other) {
        return parent == other.index || adjacentParent == other.index;
    }

    static String id(int index) {
        return String.format(Locale.ROOT, "shardId-%012d", index);
    }

    String id() {
        return id(index);
    }

    private HashKeyRange range() {
        return HashKeyRange.builder()
                .startingHashKey(from.toString())
                .endingHashKey(to.toString())
                .build();
    }

    Shard described() {
        SequenceNumberRange.Builder sequences =
                SequenceNumberRange.builder().startingSequenceNumber(SequenceNumber.first(this));
        if (!open()) {
            sequences.endingSequenceNumber(SequenceNumber.last(this));
        }
        return Shard.builder()
                .shardId(id())
                .parentShardId(parent == NONE ? null : id(parent))
                .adjacentParentShardId(adjacentParent == NONE ? null : id(adjacentParent))
                .hashKeyRange(range())
                .sequenceNumberRange(sequences.build())
                .build();
    }

    /// As readers of its parent learn of it.
    ChildShard asChild() {
        List<String> parents = new ArrayList<>();
        parents.add(id(parent));
        if (adjacentParent != NONE) {
            parents.add(id(adjacentParent));
        }
        return ChildShard.builder()
                .shardId(id())
                .parentShards(parents)
                .hashKeyRange(range())
                .build();
    }
}
