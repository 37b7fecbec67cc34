package dev.virga.services.kinesis;

import dev.virga.api.kinesis.EnhancedMetrics;
import dev.virga.api.kinesis.StreamDescription;
import dev.virga.api.kinesis.StreamDescriptionSummary;
import dev.virga.api.kinesis.StreamModeDetails;
import dev.virga.api.kinesis.StreamSummary;
import java.util.List;

/// A stream as clients see it. It is always active: every change is whole when it is answered.
final class DescribedStream {
    static final String ACTIVE = "ACTIVE";

    private DescribedStream() {}

    private static StreamModeDetails mode(Stream stream) {
        return StreamModeDetails.builder()
                .streamMode(stream.onDemand() ? "ON_DEMAND" : "PROVISIONED")
                .build();
    }

    private static String encryption(Stream stream) {
        return stream.keyId() == null ? "NONE" : "KMS";
    }

    private static List<EnhancedMetrics> monitoring() {
        return List.of(EnhancedMetrics.builder().shardLevelMetrics(List.of()).build());
    }

    static StreamDescription of(Stream stream, List<StreamShard> shards, boolean more) {
        return StreamDescription.builder()
                .streamName(stream.name().name())
                .streamARN(stream.arn())
                .streamStatus(ACTIVE)
                .streamModeDetails(mode(stream))
                .shards(shards.stream().map(StreamShard::described).toList())
                .hasMoreShards(more)
                .retentionPeriodHours(stream.retentionHours())
                .streamCreationTimestamp(stream.created())
                .enhancedMonitoring(monitoring())
                .encryptionType(encryption(stream))
                .keyId(stream.keyId())
                .build();
    }

    static StreamDescriptionSummary summary(Stream stream, int consumers) {
        return StreamDescriptionSummary.builder()
                .streamName(stream.name().name())
                .streamARN(stream.arn())
                .streamStatus(ACTIVE)
                .streamModeDetails(mode(stream))
                .retentionPeriodHours(stream.retentionHours())
                .streamCreationTimestamp(stream.created())
                .enhancedMonitoring(monitoring())
                .encryptionType(encryption(stream))
                .keyId(stream.keyId())
                .openShardCount(stream.open().size())
                .consumerCount(consumers)
                .maxRecordSizeInKiB(stream.maxRecordKiB())
                .build();
    }

    static StreamSummary listed(Stream stream) {
        return StreamSummary.builder()
                .streamName(stream.name().name())
                .streamARN(stream.arn())
                .streamStatus(ACTIVE)
                .streamModeDetails(mode(stream))
                .streamCreationTimestamp(stream.created())
                .build();
    }
}
