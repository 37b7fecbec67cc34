package dev.virga.services.kinesis;

import dev.virga.kernel.Call;
import dev.virga.kernel.PolicyPrincipals;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// What has tags and a policy: streams and consumers, by their ARNs.
record Resources(StreamTable streams, ConsumerTable consumers, PolicyPrincipals principals) {
    /// @param consumer null when the stream itself is meant
    record Place(Stream stream, @Nullable StreamConsumer consumer) {
        Map<String, String> tags() {
            return consumer == null ? stream.tags() : consumer.tags();
        }

        @Nullable
        String policy() {
            return consumer == null ? stream.policy() : consumer.policy();
        }
    }

    /// @throws dev.virga.wire.AwsException ResourceNotFoundException, InvalidArgumentException
    Place get(Call call, String arn, @Nullable String streamId) {
        StreamName stream = StreamName.ofArn(arn);
        StreamName parsed = stream == null ? StreamName.ofConsumerArn(arn) : stream;
        if (parsed == null) {
            throw KinesisErrors.invalid("ResourceARN is not valid: " + arn);
        }
        Stream found = streams.get(StreamName.of(call, null, parsed.arn(), streamId)).stream();
        if (stream != null) {
            return new Place(found, null);
        }
        ConsumerTable.Found consumer = consumers.findArn(found, arn);
        if (consumer == null) {
            throw ConsumerChoice.notFound(arn);
        }
        return new Place(found, consumer.consumer());
    }

    void tag(Place place, UnaryOperator<Map<String, String>> change) {
        StreamConsumer consumer = place.consumer();
        if (consumer == null) {
            streams.update(place.stream().name(), stream -> stream.withTags(change.apply(stream.tags())));
        } else {
            consumers.update(place.stream(), consumer.arn(), now -> now.withTags(change.apply(now.tags())));
        }
    }

    /// @throws dev.virga.wire.AwsException InvalidArgumentException when it names somebody who does not
    ///     exist
    String kept(String document, Call call) {
        return principals.keep(
                document,
                call.account(),
                name -> KinesisErrors.invalid("The resource policy names an invalid principal: " + name));
    }

    void policy(Place place, @Nullable String policy) {
        StreamConsumer consumer = place.consumer();
        if (consumer == null) {
            streams.update(place.stream().name(), stream -> stream.withPolicy(policy));
        } else {
            consumers.update(place.stream(), consumer.arn(), now -> now.withPolicy(policy));
        }
    }
}
