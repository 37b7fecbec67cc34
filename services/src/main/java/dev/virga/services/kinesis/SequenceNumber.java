package dev.virga.services.kinesis;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Sequence numbers as clients see them: 56 decimal digits, of which nobody should know that they
/// are 47 hexadecimal ones.
///
///     2  epoch of the shard (9)  last digit of the shard (1)  sequence in the store (16)
///     00  seconds of arrival (9)  shard (8)  2
///
/// So they rise strictly within a shard, and from a shard to its children.
///
/// @param shard index
/// @param sequence of the row in the store; 0 is before the first, the largest after the last
record SequenceNumber(long epochSeconds, int shard, long sequence) {
    private static final int DIGITS = 47;
    private static final int HEX = 16;
    private static final int EPOCH = 1;
    private static final int SEQUENCE = 11;
    private static final int SHARD = 38;
    private static final int VERSION = 46;

    static String of(StreamShard shard, long sequence, long arrivalMillis) {
        String hex = String.format(
                Locale.ROOT,
                "2%09x%x%016x00%09x%08x2",
                shard.epochSeconds(),
                shard.index() & 0xf,
                sequence,
                arrivalMillis / 1000,
                shard.index());
        return new BigInteger(hex, HEX).toString();
    }

    /// Before every record of the shard.
    static String first(StreamShard shard) {
        return of(shard, 0, shard.createdMillis());
    }

    /// After every record of a closed shard.
    static String last(StreamShard shard) {
        return of(shard, Long.MAX_VALUE, shard.closedMillis());
    }

    /// Null when it is none of this form.
    static @Nullable SequenceNumber parse(String decimal) {
        String hex = new BigInteger(decimal).toString(HEX);
        if (hex.length() != DIGITS || hex.charAt(0) != '2' || hex.charAt(VERSION) != '2') {
            return null;
        }
        long sequence = Long.parseUnsignedLong(hex.substring(SEQUENCE, SEQUENCE + HEX), HEX);
        long shard = Long.parseLong(hex.substring(SHARD, VERSION), HEX);
        if (sequence < 0 || shard > Integer.MAX_VALUE) {
            return null;
        }
        return new SequenceNumber(Long.parseLong(hex.substring(EPOCH, EPOCH + 9), HEX), (int) shard, sequence);
    }

    boolean of(StreamShard other) {
        return shard == other.index() && epochSeconds == other.epochSeconds();
    }
}
