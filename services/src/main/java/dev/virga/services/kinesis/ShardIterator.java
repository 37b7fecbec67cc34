package dev.virga.services.kinesis;

import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.Locale;

/// A place in a shard, as clients carry it around. It proves nothing: whoever comes with one must
/// be allowed to read the stream that it names.
///
/// @param streamId so that it does not lead into another stream of the same name
/// @param after sequence of the record before the place
record ShardIterator(StreamName stream, String streamId, int shard, long after, long madeMillis) {
    static final Duration LIFE = Duration.ofMinutes(5);

    private static final int FORMAT = 1;
    private static final DateTimeFormatter MOMENT =
            DateTimeFormatter.ofPattern("EEE MMM dd HH:mm:ss 'UTC' yyyy", Locale.ROOT);

    @Override
    public String toString() {
        byte[] bytes = new RowWriter(FORMAT)
                .string(stream.account())
                .string(stream.region())
                .string(stream.name())
                .string(streamId)
                .varint(shard)
                .varint(after)
                .varint(madeMillis)
                .toBytes();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// @throws dev.virga.wire.AwsException InvalidArgumentException
    static ShardIterator parse(String text) {
        try {
            RowReader row = new RowReader(Base64.getDecoder().decode(text)).upTo(FORMAT);
            StreamName name = new StreamName(row.string(), row.string(), row.string());
            ShardIterator iterator =
                    new ShardIterator(name, row.string(), (int) row.varint(), row.varint(), row.varint());
            boolean named = name.equals(StreamName.ofArn(name.arn()));
            if (named && iterator.after >= 0 && !row.more()) {
                return iterator;
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            // Refused below, like one that has the form and no sense.
        }
        throw KinesisErrors.invalid("Invalid ShardIterator.");
    }

    /// @throws dev.virga.api.kinesis.ExpiredIteratorException when it is too old
    void checkAge(Instant now) {
        Instant made = Instant.ofEpochMilli(madeMillis);
        if (now.isAfter(made.plus(LIFE))) {
            throw new dev.virga.api.kinesis.ExpiredIteratorException(
                    "Iterator expired. The iterator was created at time " + moment(made) + " while right now it is "
                            + moment(now) + " which is further in the future than the tolerated delay of "
                            + LIFE.toMillis() + " milliseconds.");
        }
    }

    private static String moment(Instant at) {
        return MOMENT.format(at.atOffset(ZoneOffset.UTC));
    }
}
