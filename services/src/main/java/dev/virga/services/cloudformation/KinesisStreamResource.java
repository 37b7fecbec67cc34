package dev.virga.services.cloudformation;

import dev.virga.api.kinesis.AddTagsToStreamInput;
import dev.virga.api.kinesis.CreateStreamInput;
import dev.virga.api.kinesis.DecreaseStreamRetentionPeriodInput;
import dev.virga.api.kinesis.DeleteStreamInput;
import dev.virga.api.kinesis.DescribeStreamSummaryInput;
import dev.virga.api.kinesis.IncreaseStreamRetentionPeriodInput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.RemoveTagsFromStreamInput;
import dev.virga.api.kinesis.StartStreamEncryptionInput;
import dev.virga.api.kinesis.StopStreamEncryptionInput;
import dev.virga.api.kinesis.StreamDescriptionSummary;
import dev.virga.api.kinesis.StreamModeDetails;
import dev.virga.api.kinesis.UpdateMaxRecordSizeInput;
import dev.virga.api.kinesis.UpdateShardCountInput;
import dev.virga.api.kinesis.UpdateStreamModeInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// `AWS::Kinesis::Stream`.
final class KinesisStreamResource implements ResourceType {
    private static final Schema SCHEMA = new Schema("""
            DesiredShardLevelMetrics- MaxRecordSizeInKiB Name! RetentionPeriodHours ShardCount StreamEncryption
            StreamModeDetails Tags WarmThroughputMiBps-""");

    private static final String PROVISIONED = "PROVISIONED";
    private static final int DEFAULT_HOURS = 24;
    private static final int DEFAULT_RECORD_KIB = 1024;

    @Override
    public String name() {
        return "AWS::Kinesis::Stream";
    }

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public NameRule naming() {
        return new NameRule("Name", 128, false);
    }

    @Override
    public TagForm tagging() {
        return TagForm.LIST;
    }

    @Override
    public boolean taken(Deed deed, Properties properties) {
        return deed.there(KinesisOps.DescribeStreamSummary, summary(properties.required("Name")));
    }

    private static DescribeStreamSummaryInput summary(String name) {
        return DescribeStreamSummaryInput.builder().streamName(name).build();
    }

    private static StreamDescriptionSummary described(Deed deed, String name) {
        return deed.call(KinesisOps.DescribeStreamSummary, summary(name)).streamDescriptionSummary();
    }

    private static String mode(Properties properties) {
        return properties.has("StreamModeDetails")
                ? properties.object("StreamModeDetails").required("StreamMode")
                : PROVISIONED;
    }

    private static StreamModeDetails details(String mode) {
        return StreamModeDetails.builder().streamMode(mode).build();
    }

    @Override
    public Made create(Deed deed, Properties properties) {
        String name = properties.required("Name");
        Map<String, String> tags = properties.tags("Tags");
        deed.callUnlessThere(
                KinesisOps.CreateStream,
                CreateStreamInput.builder()
                        .streamName(name)
                        .shardCount(properties.whole("ShardCount"))
                        .streamModeDetails(details(mode(properties)))
                        .maxRecordSizeInKiB(properties.whole("MaxRecordSizeInKiB"))
                        .tags(tags.isEmpty() ? null : tags)
                        .build());
        try {
            StreamDescriptionSummary now = described(deed, name);
            retention(deed, now, properties);
            encryption(deed, now, properties);
            return Made.of(name, properties).with("Arn", now.streamARN());
        } catch (RuntimeException e) {
            remove(deed, name);
            throw e;
        }
    }

    private static void retention(Deed deed, StreamDescriptionSummary now, Properties properties) {
        Integer given = properties.whole("RetentionPeriodHours");
        int hours = given == null ? DEFAULT_HOURS : given;
        if (hours > now.retentionPeriodHours()) {
            deed.call(
                    KinesisOps.IncreaseStreamRetentionPeriod,
                    IncreaseStreamRetentionPeriodInput.builder()
                            .streamName(now.streamName())
                            .retentionPeriodHours(hours)
                            .build());
        } else if (hours < now.retentionPeriodHours()) {
            deed.call(
                    KinesisOps.DecreaseStreamRetentionPeriod,
                    DecreaseStreamRetentionPeriodInput.builder()
                            .streamName(now.streamName())
                            .retentionPeriodHours(hours)
                            .build());
        }
    }

    private static void encryption(Deed deed, StreamDescriptionSummary now, Properties properties) {
        @Nullable String key = null;
        if (properties.has("StreamEncryption")) {
            Properties encryption = properties.object("StreamEncryption");
            String type = encryption.required("EncryptionType");
            if (!type.equals("KMS")) {
                throw CfnErrors.validation("EncryptionType of AWS::Kinesis::Stream must be KMS, not " + type);
            }
            key = encryption.required("KeyId");
        }
        if (key != null && !key.equals(now.keyId())) {
            deed.call(
                    KinesisOps.StartStreamEncryption,
                    StartStreamEncryptionInput.builder()
                            .streamName(now.streamName())
                            .encryptionType("KMS")
                            .keyId(key)
                            .build());
        } else if (key == null && now.keyId() != null) {
            deed.call(
                    KinesisOps.StopStreamEncryption,
                    StopStreamEncryptionInput.builder()
                            .streamName(now.streamName())
                            .encryptionType("KMS")
                            .keyId(now.keyId())
                            .build());
        }
    }

    @Override
    public Made update(Deed deed, Made before, Properties properties) {
        String name = before.physicalId();
        StreamDescriptionSummary now = described(deed, name);
        shards(deed, now, properties);
        Integer given = properties.whole("MaxRecordSizeInKiB");
        int size = given == null ? DEFAULT_RECORD_KIB : given;
        if (now.maxRecordSizeInKiB() != size) {
            deed.call(
                    KinesisOps.UpdateMaxRecordSize,
                    UpdateMaxRecordSizeInput.builder()
                            .streamARN(now.streamARN())
                            .maxRecordSizeInKiB(size)
                            .build());
        }
        retention(deed, now, properties);
        encryption(deed, now, properties);
        tags(deed, name, new Properties(before.properties()).tags("Tags"), properties.tags("Tags"));
        return before;
    }

    private static void shards(Deed deed, StreamDescriptionSummary now, Properties properties) {
        String mode = mode(properties);
        if (!mode.equals(now.streamModeDetails().streamMode())) {
            deed.call(
                    KinesisOps.UpdateStreamMode,
                    UpdateStreamModeInput.builder()
                            .streamARN(now.streamARN())
                            .streamModeDetails(details(mode))
                            .build());
        }
        Integer count = properties.whole("ShardCount");
        if (mode.equals(PROVISIONED) && count != null && !count.equals(now.openShardCount())) {
            deed.call(
                    KinesisOps.UpdateShardCount,
                    UpdateShardCountInput.builder()
                            .streamName(now.streamName())
                            .targetShardCount(count)
                            .scalingType("UNIFORM_SCALING")
                            .build());
        }
    }

    private static void tags(Deed deed, String name, Map<String, String> before, Map<String, String> now) {
        List<String> gone = new ArrayList<>(before.keySet());
        gone.removeAll(now.keySet());
        if (!gone.isEmpty()) {
            deed.call(
                    KinesisOps.RemoveTagsFromStream,
                    RemoveTagsFromStreamInput.builder()
                            .streamName(name)
                            .tagKeys(gone)
                            .build());
        }
        if (!now.isEmpty()) {
            deed.call(
                    KinesisOps.AddTagsToStream,
                    AddTagsToStreamInput.builder().streamName(name).tags(now).build());
        }
    }

    @Override
    public void delete(Deed deed, Made made) {
        remove(deed, made.physicalId());
    }

    /// Consumers go with it, as with AWS.
    private static void remove(Deed deed, String name) {
        deed.callUnlessGone(
                KinesisOps.DeleteStream,
                DeleteStreamInput.builder()
                        .streamName(name)
                        .enforceConsumerDeletion(true)
                        .build());
    }
}
