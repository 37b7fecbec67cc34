package dev.virga.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsTest {
    @TempDir
    Path folder;

    private KinesisCloud cloud;

    @BeforeEach
    void open() {
        cloud = new KinesisCloud(folder.resolve("store"));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    @Test
    void aStreamHasShardsOfEqualSize() {
        cloud.create(3);
        Map<String, Object> stream =
                KinesisCloud.map(cloud.call("DescribeStream", "{'StreamName': 's', 'Limit': 2}"), "StreamDescription");
        assertThat(stream)
                .containsEntry("StreamARN", KinesisCloud.ARN)
                .containsEntry("StreamStatus", "ACTIVE")
                .containsEntry("HasMoreShards", true)
                .containsEntry("EncryptionType", "NONE");
        assertThat(stream.get("RetentionPeriodHours").toString()).isEqualTo("24");
        Map<String, Object> rest = KinesisCloud.map(
                cloud.call(
                        "DescribeStream",
                        "{'StreamARN': '" + KinesisCloud.ARN + "', 'ExclusiveStartShardId': '" + StreamShard.id(1)
                                + "'}"),
                "StreamDescription");
        assertThat(rest).containsEntry("HasMoreShards", false);
        Map<String, Object> last = KinesisCloud.list(rest, "Shards").getFirst();
        assertThat(last).containsEntry("ShardId", StreamShard.id(2)).doesNotContainKey("ParentShardId");
        assertThat(KinesisCloud.map(last, "HashKeyRange"))
                .containsEntry("StartingHashKey", "226854911280625642308916404954512140970")
                .containsEntry("EndingHashKey", "340282366920938463463374607431768211455");
        Map<String, Object> sequences = KinesisCloud.map(last, "SequenceNumberRange");
        assertThat((String) sequences.get("StartingSequenceNumber")).matches("49\\d{54}");
        assertThat(sequences).doesNotContainKey("EndingSequenceNumber");
    }

    @Test
    void namesAreListedPageByPage() {
        for (String name : List.of("c", "a", "b")) {
            cloud.call(
                    "CreateStream", "{'StreamName': '" + name + "', 'StreamModeDetails': {'StreamMode': 'ON_DEMAND'}}");
        }
        Map<String, Object> page = cloud.call("ListStreams", "{'Limit': 2}");
        assertThat(page).containsEntry("StreamNames", List.of("a", "b")).containsEntry("HasMoreStreams", true);
        Map<String, Object> rest = cloud.call("ListStreams", "{'NextToken': '" + page.get("NextToken") + "'}");
        assertThat(rest).containsEntry("StreamNames", List.of("c")).containsEntry("HasMoreStreams", false);
        assertThat(cloud.call("ListStreams", "{'ExclusiveStartStreamName': 'b'}"))
                .containsEntry("StreamNames", List.of("c"));
        assertThat(cloud.call("DescribeLimits", "{}").get("OnDemandStreamCount").toString())
                .isEqualTo("3");
        cloud.time.advance(Duration.ofMinutes(6));
        assertThat(cloud.error("ListStreams", "{'NextToken': '" + page.get("NextToken") + "'}"))
                .startsWith("ExpiredNextTokenException");
    }

    @Test
    void aDeletedStreamIsGoneWithItsRecords() {
        cloud.create(1);
        cloud.put("k", "old");
        String consumer = cloud.consumer("c");
        assertThat(cloud.error("DeleteStream", "{'StreamName': 's'}"))
                .startsWith("ResourceInUseException: Stream s under account 111122223333 has registered consumers");
        String iterator = cloud.iterator(0, "TRIM_HORIZON", "");
        cloud.call("DeleteStream", "{'StreamName': 's', 'EnforceConsumerDeletion': true}");
        assertThat(cloud.error("DescribeStream", "{'StreamName': 's'}"))
                .isEqualTo("ResourceNotFoundException: Stream s under account 111122223333 not found.");
        cloud.create(1);
        assertThat(cloud.error("GetRecords", "{'ShardIterator': '" + iterator + "'}"))
                .startsWith("ResourceNotFoundException");
        assertThat(KinesisCloud.data(cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""))))
                .isEmpty();
        assertThat(cloud.error("DescribeStreamConsumer", "{'ConsumerARN': '" + consumer + "'}"))
                .startsWith("ResourceNotFoundException: Consumer");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        cloud.create(2);
        String stream = "'StreamName': 's'";
        String[][] refused = {
            {"CreateStream", "{'StreamName': 's', 'ShardCount': 1}", "ResourceInUseException: Stream s under account"},
            {"CreateStream", "{'StreamName': 't'}", "InvalidArgumentException: ShardCount must be set"},
            {"CreateStream", "{'StreamName': 't', 'ShardCount': 20000}", "LimitExceededException: This request would"},
            {"CreateStream", "{'StreamName': 't', 'ShardCount': 0}", "ValidationException: 1 validation error"},
            {
                "CreateStream",
                "{'StreamName': 't', 'ShardCount': 1, 'Tags': {'aws:x': 'y'}}",
                "InvalidArgumentException: Tag keys"
            },
            {
                "CreateStream",
                "{'StreamName': 't', 'ShardCount': 1, 'WarmThroughputMiBps': 5}",
                "NotImplemented: kinesis: CreateStream with WarmThroughputMiBps"
            },
            {"DescribeStream", "{}", "InvalidArgumentException: Either StreamName or StreamARN"},
            {
                "DescribeStream",
                "{'StreamName': 't', 'StreamARN': '" + KinesisCloud.ARN + "'}",
                "InvalidArgumentException: StreamName t and StreamARN"
            },
            {
                "DescribeStream",
                "{'StreamName': 's', 'StreamId': 'abcdefghij0123456789-abc'}",
                "NotImplemented: kinesis: StreamId"
            },
            {
                "DescribeStream",
                "{'StreamARN': '" + KinesisCloud.ARN.replace("east-1", "west-2") + "'}",
                "ResourceNotFoundException"
            },
            {
                "ListShards",
                "{" + stream + ", 'ShardFilter': {'Type': 'AFTER_SHARD_ID'}}",
                "InvalidArgumentException: ShardId must"
            },
            {
                "ListShards",
                "{" + stream + ", 'ShardFilter': {'Type': 'AT_TIMESTAMP'}}",
                "InvalidArgumentException: Timestamp must"
            },
            {"ListShards", "{'NextToken': 'abc'}", "InvalidArgumentException: NextToken is invalid."},
            {"ListShards", "{" + stream + ", 'NextToken': 'abc'}", "InvalidArgumentException: NextToken cannot"},
            {
                "IncreaseStreamRetentionPeriod",
                "{" + stream + ", 'RetentionPeriodHours': 9000}",
                "InvalidArgumentException: Maximum allowed retention period is 8760 hours."
            },
            {
                "DecreaseStreamRetentionPeriod",
                "{" + stream + ", 'RetentionPeriodHours': 23}",
                "InvalidArgumentException: Minimum allowed retention period is 24 hours."
            },
            {
                "DecreaseStreamRetentionPeriod",
                "{" + stream + ", 'RetentionPeriodHours': 25}",
                "InvalidArgumentException: Requested retention period (25 hours) for stream s can not be longer"
            },
        };
        for (String[] each : refused) {
            assertThat(cloud.error(each[0], each[1])).as(each[1]).startsWith(each[2]);
        }
    }

    @Test
    void tagsOfAStreamAndAConsumer() {
        cloud.create(1);
        cloud.call("AddTagsToStream", "{'StreamName': 's', 'Tags': {'b': '2', 'a': '1', 'c': '3'}}");
        Map<String, Object> page = cloud.call("ListTagsForStream", "{'StreamName': 's', 'Limit': 2}");
        assertThat(page).containsEntry("HasMoreTags", true);
        assertThat(KinesisCloud.list(page, "Tags"))
                .extracting(tag -> tag.get("Key"))
                .containsExactly("a", "b");
        cloud.call("RemoveTagsFromStream", "{'StreamName': 's', 'TagKeys': ['b']}");
        assertThat(KinesisCloud.list(
                        cloud.call("ListTagsForStream", "{'StreamName': 's', 'ExclusiveStartTagKey': 'a'}"), "Tags"))
                .extracting(tag -> tag.get("Value"))
                .containsExactly("3");
        String consumer = "'ResourceARN': '" + cloud.consumer("c") + "'";
        cloud.call("TagResource", "{" + consumer + ", 'Tags': {'x': 'y', 'z': ''}}");
        cloud.call("UntagResource", "{" + consumer + ", 'TagKeys': ['z']}");
        assertThat(KinesisCloud.list(cloud.call("ListTagsForResource", "{" + consumer + "}"), "Tags"))
                .containsExactly(Map.of("Key", "x", "Value", "y"));
    }

    @Test
    void settingsOfAStreamChange() {
        cloud.create(2);
        String arn = "'StreamARN': '" + KinesisCloud.ARN + "'";
        cloud.call("UpdateMaxRecordSize", "{" + arn + ", 'MaxRecordSizeInKiB': 2048}");
        cloud.call("IncreaseStreamRetentionPeriod", "{" + arn + ", 'RetentionPeriodHours': 48}");
        String onDemand = "{" + arn + ", 'StreamModeDetails': {'StreamMode': 'ON_DEMAND'}}";
        cloud.call("UpdateStreamMode", onDemand);
        Map<String, Object> summary =
                KinesisCloud.map(cloud.call("DescribeStreamSummary", "{" + arn + "}"), "StreamDescriptionSummary");
        assertThat(summary.get("MaxRecordSizeInKiB").toString()).isEqualTo("2048");
        assertThat(summary.get("RetentionPeriodHours").toString()).isEqualTo("48");
        assertThat(summary.get("OpenShardCount").toString()).isEqualTo("2");
        assertThat(summary).containsEntry("StreamModeDetails", Map.of("StreamMode", "ON_DEMAND"));
        assertThat(cloud.error(
                        "UpdateShardCount", "{" + arn + ", 'TargetShardCount': 4, 'ScalingType': 'UNIFORM_SCALING'}"))
                .startsWith("ValidationException: Request is invalid. Stream s under AccountId 111122223333 is in");
        cloud.call("UpdateStreamMode", onDemand.replace("ON_DEMAND", "PROVISIONED"));
        assertThat(cloud.error("UpdateStreamMode", onDemand)).startsWith("LimitExceededException: Stream s");
        assertThat(cloud.call("DescribeAccountSettings", "{}"))
                .containsEntry("MinimumThroughputBillingCommitment", Map.of("Status", "DISABLED"));
    }

    @Test
    void sequenceNumbersCarryWhatTheyAreOf() {
        StreamShard shard = new StreamShard(
                19, BigInteger.ZERO, BigInteger.TEN, 1_700_000_000L, 0, 0, StreamShard.NONE, StreamShard.NONE);
        String text = SequenceNumber.of(shard, 123_456_789_012L, 1_700_000_123_456L);
        assertThat(text).hasSize(56);
        assertThat(SequenceNumber.parse(text)).isEqualTo(new SequenceNumber(1_700_000_000L, 19, 123_456_789_012L));
        for (String wrong : List.of("0", "1", "9".repeat(56), "9".repeat(129), text.substring(1), text + "1")) {
            SequenceNumber parsed = SequenceNumber.parse(wrong);
            assertThat(parsed == null || !parsed.of(shard)).as(wrong).isTrue();
        }
    }
}
