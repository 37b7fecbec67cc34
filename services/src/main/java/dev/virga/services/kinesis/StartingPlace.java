package dev.virga.services.kinesis;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// From where a reader wants to read, in the words that iterators and subscriptions share.
///
/// @param operation in whose name it is refused, e.g. `GetShardIterator`
/// @param sequenceNumber for the types that need one
/// @param timestamp for the type that needs one
record StartingPlace(
        String operation,
        String type,
        @Nullable String sequenceNumber,
        @Nullable Instant timestamp) {
    private static final String BY_TIME = "AT_TIMESTAMP";

    /// The sequence behind which reading begins.
    ///
    /// @throws dev.virga.wire.AwsException InvalidArgumentException
    long after(RecordTable records, Stream stream, StreamShard shard, Instant now) {
        check(now);
        return switch (type) {
            case "TRIM_HORIZON" -> 0;
            case "LATEST" -> records.last(stream, shard);
            case BY_TIME -> timestamp == null ? 0 : records.before(stream, shard, timestamp.toEpochMilli());
            case "AT_SEQUENCE_NUMBER" -> Math.max(0, sequence(stream, shard) - 1);
            default -> sequence(stream, shard);
        };
    }

    private void check(Instant now) {
        boolean byNumber = type.endsWith("_SEQUENCE_NUMBER");
        if (byNumber != (sequenceNumber != null)) {
            throw KinesisErrors.invalid("Must either specify (1) AT_SEQUENCE_NUMBER or AFTER_SEQUENCE_NUMBER and"
                    + " StartingSequenceNumber or (2) TRIM_HORIZON or LATEST and no StartingSequenceNumber. Request"
                    + " specified " + type + " and " + (sequenceNumber == null ? "no" : "also a")
                    + " StartingSequenceNumber.");
        }
        if (!type.equals(BY_TIME)) {
            return;
        }
        if (timestamp == null) {
            throw KinesisErrors.invalid("Must specify timestampInMillis parameter for iterator of type AT_TIMESTAMP."
                    + " Request has no timestamp parameter.");
        }
        if (timestamp.isAfter(now)) {
            throw KinesisErrors.invalid("The timestampInMillis parameter cannot be greater than the"
                    + " currentTimestampInMillis. timestampInMillis: " + timestamp.toEpochMilli()
                    + ", currentTimestampInMillis: " + now.toEpochMilli());
        }
    }

    private long sequence(Stream stream, StreamShard shard) {
        SequenceNumber number = sequenceNumber == null ? null : SequenceNumber.parse(sequenceNumber);
        if (number == null || !number.of(shard)) {
            throw KinesisErrors.invalid("StartingSequenceNumber " + sequenceNumber + " used in " + operation
                    + " on shard " + shard.id() + " in stream " + stream.name().name() + " under account "
                    + stream.name().account() + " is invalid because it did not come from this stream.");
        }
        return number.sequence();
    }
}
