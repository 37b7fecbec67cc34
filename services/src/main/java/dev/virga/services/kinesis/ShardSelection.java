package dev.virga.services.kinesis;

import dev.virga.api.kinesis.ShardFilter;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Which shards a list is to hold: a `ShardFilter`, or all.
///
/// @param value id of a shard, milliseconds, or empty
record ShardSelection(String type, String value) {
    private static final String ALL = "FROM_TRIM_HORIZON";

    /// @throws dev.virga.wire.AwsException InvalidArgumentException
    static ShardSelection of(@Nullable ShardFilter filter, Instant now) {
        if (filter == null) {
            return new ShardSelection(ALL, "");
        }
        String type = filter.type();
        boolean byShard = type.equals("AFTER_SHARD_ID");
        boolean byTime = type.endsWith("_TIMESTAMP");
        if (byShard != (filter.shardId() != null)) {
            throw KinesisErrors.invalid(
                    "ShardId must be set in a ShardFilter of type AFTER_SHARD_ID, and in no other.");
        }
        Instant time = filter.timestamp();
        if (byTime != (time != null)) {
            throw KinesisErrors.invalid("Timestamp must be set in a ShardFilter of type AT_TIMESTAMP or FROM_TIMESTAMP,"
                    + " and in no other.");
        }
        if (time != null && time.isAfter(now)) {
            throw KinesisErrors.invalid("The Timestamp of a ShardFilter cannot be in the future.");
        }
        if (byShard) {
            return new ShardSelection(type, filter.shardId());
        }
        return new ShardSelection(type, time == null ? "" : Long.toString(time.toEpochMilli()));
    }

    /// What [#toString] wrote.
    static ShardSelection parse(String text) {
        int at = text.indexOf(' ');
        if (at < 0) {
            throw KinesisErrors.invalid("NextToken is invalid.");
        }
        ShardSelection parsed = new ShardSelection(text.substring(0, at), text.substring(at + 1));
        if (parsed.type.endsWith("_TIMESTAMP") && !parsed.value.matches("-?\\d{1,18}")) {
            throw KinesisErrors.invalid("NextToken is invalid.");
        }
        return parsed;
    }

    @Override
    public String toString() {
        return type + " " + value;
    }

    boolean has(StreamShard shard, Stream stream, Instant now) {
        return switch (type) {
            case "AFTER_SHARD_ID" -> shard.id().compareTo(value) > 0;
            case "AT_LATEST" -> shard.open();
            case "AT_TRIM_HORIZON" -> openAt(shard, Math.max(stream.horizonMillis(now), stream.createdMillis()));
            case "AT_TIMESTAMP" -> openAt(shard, Long.parseLong(value));
            case "FROM_TIMESTAMP" -> shard.open() || shard.closedMillis() >= Long.parseLong(value);
            default -> true;
        };
    }

    private static boolean openAt(StreamShard shard, long millis) {
        return shard.createdMillis() <= millis && (shard.open() || shard.closedMillis() > millis);
    }
}
