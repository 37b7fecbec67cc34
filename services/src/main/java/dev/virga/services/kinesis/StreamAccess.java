package dev.virga.services.kinesis;

import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What IAM must allow, with the policies that streams and consumers have of their own: those may
/// allow it to other accounts, and deny it to anyone.
final class StreamAccess {
    private final StreamTable streams;
    private final ConsumerTable consumers;

    StreamAccess(StreamTable streams, ConsumerTable consumers) {
        this.streams = streams;
        this.consumers = consumers;
    }

    /// @param action e.g. `PutRecord`
    /// @throws dev.virga.wire.AwsException InvalidArgumentException when the ARN is not of a stream
    List<Access> stream(String action, Call call, @Nullable String name, @Nullable String arn) {
        return List.of(stream(action, call, StreamName.asked(call, name, arn)));
    }

    private Access stream(String action, Call call, StreamName name) {
        Stream stream = find(name, call);
        return Access.to("kinesis:" + action, name.arn()).withResourcePolicy(stream == null ? null : stream.policy());
    }

    /// The same with tags for what is being made.
    List<Access> stream(String action, Call call, @Nullable String name, boolean tagged, String tagging) {
        List<Access> all = new ArrayList<>(stream(action, call, name, (String) null));
        if (tagged) {
            all.addAll(stream(tagging, call, name, (String) null));
        }
        return all;
    }

    /// Of a stream or of a consumer.
    ///
    /// @throws dev.virga.wire.AwsException InvalidArgumentException when the ARN is of neither
    Access resource(String action, Call call, String arn) {
        StreamName name = StreamName.ofArn(arn);
        if (name != null) {
            return stream(action, call, name);
        }
        StreamName owner = StreamName.ofConsumerArn(arn);
        if (owner == null) {
            throw KinesisErrors.invalid("The ARN is not of a stream or a consumer: " + arn);
        }
        Stream stream = find(owner, call);
        ConsumerTable.Found found = stream == null ? null : consumers.findArn(stream, arn);
        return Access.to("kinesis:" + action, arn)
                .withResourcePolicy(found == null ? null : found.consumer().policy());
    }

    private @Nullable Stream find(StreamName name, Call call) {
        StreamTable.Found found = name.region().equals(call.region()) ? streams.find(name) : null;
        return found == null ? null : found.stream();
    }
}
