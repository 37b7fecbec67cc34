package dev.virga.services.kinesis;

import dev.virga.api.kinesis.InvalidArgumentException;
import dev.virga.api.kinesis.LimitExceededException;
import dev.virga.api.kinesis.ProvisionedThroughputExceededException;
import dev.virga.api.kinesis.ResourceInUseException;
import dev.virga.api.kinesis.ResourceNotFoundException;
import dev.virga.api.kinesis.ValidationException;
import dev.virga.wire.AwsException;

/// The errors of this service, in its own words.
final class KinesisErrors {
    private KinesisErrors() {}

    static AwsException invalid(String message) {
        return new InvalidArgumentException(message);
    }

    static AwsException validation(String message) {
        return new ValidationException(message);
    }

    static AwsException limit(String message) {
        return new LimitExceededException(message);
    }

    static AwsException inUse(String message) {
        return new ResourceInUseException(message);
    }

    static AwsException notFound(String message) {
        return new ResourceNotFoundException(message);
    }

    static AwsException streamNotFound(StreamName name) {
        return notFound("Stream " + name.name() + " under account " + name.account() + " not found.");
    }

    static AwsException streamExists(StreamName name) {
        return inUse("Stream " + name.name() + " under account " + name.account() + " already exists.");
    }

    static AwsException shardNotFound(StreamName name, String shard) {
        return notFound("Could not find shard " + shard + " in stream " + name.name() + " under account "
                + name.account() + ".");
    }

    /// The same as a reader hears it.
    static AwsException noShardToRead(StreamName name, String shard) {
        return notFound("Shard " + shard + " in stream " + name.name() + " under account " + name.account()
                + " does not exist");
    }

    static AwsException onDemand(StreamName name) {
        return validation("Request is invalid. Stream " + name.name() + " under AccountId " + name.account()
                + " is in On-Demand mode.");
    }

    static AwsException throttled(StreamName name, String shard) {
        return new ProvisionedThroughputExceededException(rateExceeded(name, shard));
    }

    static String rateExceeded(StreamName name, String shard) {
        return "Rate exceeded for shard " + shard + " in stream " + name.name() + " under account " + name.account()
                + ".";
    }

    /// @param what e.g. `StreamId`
    static AwsException notImplemented(String what) {
        return new AwsException("NotImplemented", 501, "kinesis: " + what + " is not implemented");
    }

    /// Others changed the same stream again and again; clients retry it.
    static AwsException contention(StreamName name) {
        return inUse("Stream " + name.name() + " under account " + name.account() + " is being changed.");
    }
}
