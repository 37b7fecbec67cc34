package dev.virga.services.kinesis;

/// How long a stream may keep its records.
final class RetentionPeriod {
    private RetentionPeriod() {}

    /// @throws dev.virga.wire.AwsException InvalidArgumentException
    static void check(int hours) {
        if (hours < Stream.MIN_RETENTION_HOURS) {
            throw KinesisErrors.invalid("Minimum allowed retention period is " + Stream.MIN_RETENTION_HOURS
                    + " hours. Requested retention period (" + hours + " hours) is too short.");
        }
        if (hours > Stream.MAX_RETENTION_HOURS) {
            throw KinesisErrors.invalid("Maximum allowed retention period is " + Stream.MAX_RETENTION_HOURS
                    + " hours. Requested retention period (" + hours + " hours) is too long.");
        }
    }
}
