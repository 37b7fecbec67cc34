package dev.virga.services.kinesis;

import dev.virga.api.kinesis.ExpiredNextTokenException;
import dev.virga.store.RowReader;
import dev.virga.store.RowWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// Where a page of a list ends. It lives five minutes.
///
/// @param of what is listed, e.g. ARN of the stream
/// @param last id or name of the last one of the page
/// @param filter whatever else the request said
record ListToken(String of, String last, String filter, long madeMillis) {
    private static final int FORMAT = 1;
    private static final Duration LIFE = Duration.ofMinutes(5);

    @Override
    public String toString() {
        byte[] bytes = new RowWriter(FORMAT)
                .string(of)
                .string(last)
                .string(filter)
                .varint(madeMillis)
                .toBytes();
        return Base64.getEncoder().encodeToString(bytes);
    }

    /// @throws dev.virga.wire.AwsException InvalidArgumentException, ExpiredNextTokenException
    static ListToken parse(String text, Instant now) {
        ListToken token = read(text);
        if (token == null) {
            throw KinesisErrors.invalid("NextToken is invalid.");
        }
        if (now.toEpochMilli() - token.madeMillis > LIFE.toMillis()) {
            throw new ExpiredNextTokenException("NextToken has expired: it lives " + LIFE.toMinutes() + " minutes.");
        }
        return token;
    }

    private static @Nullable ListToken read(String text) {
        try {
            RowReader row = new RowReader(Base64.getDecoder().decode(text)).upTo(FORMAT);
            return new ListToken(row.string(), row.string(), row.string(), row.varint());
        } catch (IllegalArgumentException | IllegalStateException e) {
            return null;
        }
    }

    /// What a token is of; null when it is none.
    static @Nullable String listed(String text) {
        ListToken token = read(text);
        return token == null ? null : token.of;
    }
}
