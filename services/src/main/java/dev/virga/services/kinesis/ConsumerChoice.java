package dev.virga.services.kinesis;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.wire.AwsException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Which consumer a request means: by its ARN, or by the stream's ARN and its name.
record ConsumerChoice(StreamTable streams, ConsumerTable consumers, StreamAccess access) {
    /// What IAM is asked about: the consumer, if it is there.
    List<Access> access(
            String action,
            Call call,
            @Nullable String streamArn,
            @Nullable String consumerName,
            @Nullable String consumerArn) {
        String arn = consumerArn;
        if (arn == null) {
            StreamName stream = StreamName.asked(call, null, streamArn);
            StreamTable.Found found = consumerName == null ? null : streams.find(stream);
            ConsumerTable.Found consumer =
                    found == null || consumerName == null ? null : consumers.find(found.stream(), consumerName);
            arn = consumer == null
                    ? stream.arn() + StreamConsumer.RESOURCE + (consumerName == null ? "-" : consumerName) + ":0"
                    : consumer.consumer().arn();
        }
        return List.of(access.resource(action, call, arn));
    }

    /// @throws AwsException ResourceNotFoundException, InvalidArgumentException
    ConsumerTable.Found get(
            Call call,
            @Nullable String streamArn,
            @Nullable String consumerName,
            @Nullable String consumerArn,
            @Nullable String streamId) {
        if (consumerArn == null && (streamArn == null || consumerName == null)) {
            throw KinesisErrors.invalid("Either ConsumerARN, or StreamARN and ConsumerName must be specified.");
        }
        String of = streamArn;
        if (consumerArn != null) {
            StreamName parsed = StreamName.ofConsumerArn(consumerArn);
            if (parsed == null || (streamArn != null && !streamArn.equals(parsed.arn()))) {
                throw KinesisErrors.invalid("ConsumerARN and StreamARN do not match.");
            }
            of = parsed.arn();
        }
        Stream stream = streams.get(StreamName.of(call, null, of, streamId)).stream();
        ConsumerTable.Found found;
        if (consumerArn != null) {
            found = consumers.findArn(stream, consumerArn);
            boolean other = found != null
                    && consumerName != null
                    && !consumerName.equals(found.consumer().name());
            if (other) {
                throw KinesisErrors.invalid("ConsumerARN and ConsumerName do not match.");
            }
        } else {
            found = consumerName == null ? null : consumers.find(stream, consumerName);
        }
        if (found == null) {
            throw notFound(consumerArn == null ? String.valueOf(consumerName) : consumerArn);
        }
        return found;
    }

    static AwsException notFound(String consumer) {
        return KinesisErrors.notFound("Consumer " + consumer + " not found.");
    }
}
