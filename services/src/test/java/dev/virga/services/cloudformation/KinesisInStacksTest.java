package dev.virga.services.cloudformation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.cloudformation.Output;
import dev.virga.api.cloudformation.Stack;
import dev.virga.api.kinesis.DescribeStreamSummaryInput;
import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.ListTagsForStreamInput;
import dev.virga.api.kinesis.ResourceNotFoundException;
import dev.virga.api.kinesis.StreamDescriptionSummary;
import dev.virga.api.kinesis.Tag;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Streams and their consumers as resources.
class KinesisInStacksTest {
    private static final String STACK = """
            Resources:
              Clicks:
                Type: AWS::Kinesis::Stream
                Properties:
                  Name: clicks
                  ShardCount: 2
                  RetentionPeriodHours: 48
                  MaxRecordSizeInKiB: 2048
                  StreamEncryption: {EncryptionType: KMS, KeyId: alias/aws/kinesis}
                  Tags: [{Key: app, Value: shop}]
              Reader:
                Type: AWS::Kinesis::StreamConsumer
                Properties:
                  ConsumerName: reader
                  StreamARN: !GetAtt Clicks.Arn
            Outputs:
              Name: {Value: !Ref Clicks}
              Arn: {Value: !GetAtt Clicks.Arn}
              Reader: {Value: !Ref Reader}
              Status: {Value: !GetAtt Reader.ConsumerStatus}
            """;

    @TempDir
    Path folder;

    private StackFixture cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new StackFixture(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private StreamDescriptionSummary clicks() {
        return cloud.call(
                        KinesisOps.DescribeStreamSummary,
                        DescribeStreamSummaryInput.builder()
                                .streamName("clicks")
                                .build())
                .streamDescriptionSummary();
    }

    private Map<String, String> tags() {
        return cloud
                .call(
                        KinesisOps.ListTagsForStream,
                        ListTagsForStreamInput.builder().streamName("clicks").build())
                .tags()
                .stream()
                .collect(Collectors.toMap(Tag::key, Tag::value));
    }

    @Test
    void aStreamAndItsConsumerFollowTheirTemplate() {
        String id = cloud.create("s", STACK);
        Stack stack = cloud.settled(id);
        assertThat(stack.stackStatus()).isEqualTo("CREATE_COMPLETE");
        Map<String, String> outputs =
                stack.outputs().stream().collect(Collectors.toMap(Output::outputKey, Output::outputValue));
        assertThat(outputs)
                .containsEntry("Name", "clicks")
                .containsEntry("Arn", clicks().streamARN())
                .containsEntry("Status", "ACTIVE");
        assertThat(outputs.get("Reader")).startsWith(clicks().streamARN() + "/consumer/reader:");
        assertThat(clicks().openShardCount()).isEqualTo(2);
        assertThat(clicks().retentionPeriodHours()).isEqualTo(48);
        assertThat(clicks().maxRecordSizeInKiB()).isEqualTo(2048);
        assertThat(clicks().keyId()).isEqualTo("alias/aws/kinesis");
        assertThat(clicks().consumerCount()).isEqualTo(1);
        assertThat(tags()).containsEntry("app", "shop");
        cloud.update(
                "s",
                STACK.replace("ShardCount: 2", "ShardCount: 3")
                        .replace("      RetentionPeriodHours: 48\n", "")
                        .replaceAll(" *StreamEncryption.*\n", "")
                        .replace("Key: app", "Key: owner"));
        assertThat(cloud.settled(id).stackStatus()).isEqualTo("UPDATE_COMPLETE");
        assertThat(clicks().openShardCount()).isEqualTo(3);
        assertThat(clicks().retentionPeriodHours()).isEqualTo(24);
        assertThat(clicks().encryptionType()).isEqualTo("NONE");
        assertThat(tags()).containsEntry("owner", "shop").doesNotContainKey("app");
        cloud.delete("s");
        assertThat(cloud.settled(id).stackStatus()).isEqualTo("DELETE_COMPLETE");
        assertThatThrownBy(this::clicks).isInstanceOf(ResourceNotFoundException.class);
    }
}
