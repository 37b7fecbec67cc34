package dev.virga.services.kinesis;

import java.time.Instant;

/// Which shards may be split or merged.
final class ReshardedShards {
    private ReshardedShards() {}

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException, InvalidArgumentException
    static StreamShard open(Stream stream, String shardId, Instant now) {
        StreamName name = stream.name();
        StreamShard shard = stream.shard(shardId, now);
        if (shard == null) {
            throw KinesisErrors.shardNotFound(name, shardId);
        }
        if (!shard.open()) {
            throw KinesisErrors.invalid("Shard " + shardId + " in stream " + name.name() + " under account "
                    + name.account()
                    + " has already been merged or split, and thus is not eligible for merging or splitting.");
        }
        return shard;
    }
}
