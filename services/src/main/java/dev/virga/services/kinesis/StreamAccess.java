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
    List<Access> stream(String action, Call call, @Nullable String name, @Nullable String arn) {
        return List.of(resource(action, call, StreamName.arn(call, name, arn)));
    }

    /// The same with tags for what is being made.
    List<Access> stream(String action, Call call, @Nullable String name, boolean tagged, String tagging) {
        List<Access> all = new ArrayList<>(stream(action, call, name, (String) null));
        if (tagged) {
            all.addAll(stream(tagging, call, name, (String) null));
        }
        return all;
    }

    Access resource(String action, Call call, String arn) {
        return Access.to("kinesis:" + action, arn).withResourcePolicy(policy(arn, call));
    }

    private @Nullable String policy(String arn, Call call) {
        StreamName name = StreamName.ofArn(arn);
        if (name == null || !name.region().equals(call.region())) {
            return null;
        }
        StreamTable.Found found = streams.find(name);
        if (found == null) {
            return null;
        }
        if (!arn.contains(StreamConsumer.RESOURCE)) {
            return found.stream().policy();
        }
        ConsumerTable.Found consumer = consumers.findArn(found.stream(), arn);
        return consumer == null ? null : consumer.consumer().policy();
    }
}
