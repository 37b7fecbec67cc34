package dev.virga.services.kinesis;

import dev.virga.api.kinesis.Consumer;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A registered consumer of a stream.
///
/// @param policy resource policy, or null
record StreamConsumer(
        String streamArn,
        String name,
        long createdMillis,
        Map<String, String> tags,
        @Nullable String policy) {
    static final String RESOURCE = "/consumer/";

    /// With the second of its creation: another one of the same name has another ARN.
    String arn() {
        return streamArn + RESOURCE + name + ":" + createdMillis / 1000;
    }

    Instant created() {
        return Instant.ofEpochMilli(createdMillis);
    }

    StreamConsumer withTags(Map<String, String> changed) {
        return new StreamConsumer(streamArn, name, createdMillis, changed, policy);
    }

    StreamConsumer withPolicy(@Nullable String changed) {
        return new StreamConsumer(streamArn, name, createdMillis, tags, changed);
    }

    Consumer described(String status) {
        return Consumer.builder()
                .consumerName(name)
                .consumerARN(arn())
                .consumerStatus(status)
                .consumerCreationTimestamp(created())
                .build();
    }
}
