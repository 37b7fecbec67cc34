package dev.virga.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReshardingTest {
    private static final BigInteger HALF = Stream.HASHES.shiftRight(1);

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

    private void split(int shard, BigInteger at) {
        cloud.call(
                "SplitShard",
                "{'StreamName': 's', 'ShardToSplit': '" + StreamShard.id(shard) + "', 'NewStartingHashKey': '" + at
                        + "'}");
    }

    private static String merge(int first, int second) {
        return "{'StreamName': 's', 'ShardToMerge': '" + StreamShard.id(first) + "', 'AdjacentShardToMerge': '"
                + StreamShard.id(second) + "'}";
    }

    @Test
    void aClosedShardIsReadToItsEndAndLeadsToItsChildren() {
        cloud.create(1);
        cloud.put("k", "before");
        split(0, HALF);
        String after = (String) cloud.put("k", "after").get("SequenceNumber");
        Map<String, Object> answer = cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""));
        assertThat(KinesisCloud.data(answer)).containsExactly("before");
        assertThat(answer).doesNotContainKey("NextShardIterator");
        List<Map<String, Object>> children = KinesisCloud.list(answer, "ChildShards");
        assertThat(children).extracting(c -> c.get("ShardId")).containsExactly(StreamShard.id(1), StreamShard.id(2));
        assertThat(children).allSatisfy(c -> assertThat(c).containsEntry("ParentShards", List.of(StreamShard.id(0))));
        Map<String, Object> parent = KinesisCloud.list(cloud.call("ListShards", "{'StreamName': 's'}"), "Shards")
                .getFirst();
        String end = (String) KinesisCloud.map(parent, "SequenceNumberRange").get("EndingSequenceNumber");
        assertThat(new BigInteger(after)).isGreaterThan(new BigInteger(end));
        assertThat(cloud.error(
                        "SplitShard",
                        "{'StreamName': 's', 'ShardToSplit': 'shardId-000000000000'," + " 'NewStartingHashKey': '7'}"))
                .contains("has already been merged or split");
    }

    @Test
    void shardsThatLieSideBySideAreMerged() {
        cloud.create(3);
        assertThat(cloud.error("MergeShards", merge(0, 2)))
                .startsWith("InvalidArgumentException: Shards shardId-000000000000 and shardId-000000000002 in stream s"
                        + " under account 111122223333 are not an adjacent pair");
        cloud.call("MergeShards", merge(1, 0));
        Map<String, Object> merged = KinesisCloud.list(
                        cloud.call(
                                "ListShards", "{'StreamName': 's', 'ExclusiveStartShardId': 'shardId-000000000002'}"),
                        "Shards")
                .getFirst();
        assertThat(merged)
                .containsEntry("ParentShardId", StreamShard.id(1))
                .containsEntry("AdjacentParentShardId", StreamShard.id(0));
        assertThat(KinesisCloud.map(merged, "HashKeyRange")).containsEntry("StartingHashKey", "0");
        assertThat(cloud.error("MergeShards", merge(3, 9)))
                .isEqualTo("ResourceNotFoundException: Could not find shard shardId-000000000009 in stream s under"
                        + " account 111122223333.");
    }

    @Test
    void aBorderLiesInsideItsShard() {
        cloud.create(2);
        for (BigInteger wrong : List.of(BigInteger.ZERO, BigInteger.ONE, HALF.subtract(BigInteger.ONE), HALF)) {
            assertThat(cloud.error(
                            "SplitShard",
                            "{'StreamName': 's', 'ShardToSplit': 'shardId-000000000000', 'NewStartingHashKey': '"
                                    + wrong + "'}"))
                    .startsWith("InvalidArgumentException: NewStartingHashKey " + wrong);
        }
    }

    @Test
    void filtersSelectTheShardsOfAMoment() {
        cloud.create(1);
        cloud.time.advance(Duration.ofHours(1));
        long middle = cloud.time.instant().getEpochSecond();
        cloud.time.advance(Duration.ofHours(1));
        split(0, HALF);
        cloud.time.advance(Duration.ofHours(1));
        split(1, HALF.shiftRight(1));
        assertThat(cloud.shards("")).containsExactly("0", "1", "2", "3", "4");
        assertThat(cloud.shards(", 'ShardFilter': {'Type': 'AT_LATEST'}")).containsExactly("2", "3", "4");
        assertThat(cloud.shards(", 'ShardFilter': {'Type': 'AT_TRIM_HORIZON'}")).containsExactly("0");
        assertThat(cloud.shards(", 'ShardFilter': {'Type': 'AT_TIMESTAMP', 'Timestamp': " + middle + "}"))
                .containsExactly("0");
        assertThat(cloud.shards(", 'ShardFilter': {'Type': 'FROM_TIMESTAMP', 'Timestamp': " + (middle + 7000) + "}"))
                .containsExactly("1", "2", "3", "4");
        assertThat(cloud.shards(", 'ShardFilter': {'Type': 'AFTER_SHARD_ID', 'ShardId': 'shardId-000000000003'}"))
                .containsExactly("4");
        Map<String, Object> page =
                cloud.call("ListShards", "{'StreamName': 's', 'MaxResults': 2, 'ShardFilter': {'Type': 'AT_LATEST'}}");
        Map<String, Object> rest = cloud.call("ListShards", "{'NextToken': '" + page.get("NextToken") + "'}");
        assertThat(KinesisCloud.list(rest, "Shards"))
                .extracting(shard -> shard.get("ShardId"))
                .containsExactly(StreamShard.id(4));
        // A day later the closed ones are gone.
        cloud.time.advance(Duration.ofHours(24));
        assertThat(cloud.shards("")).containsExactly("1", "2", "3", "4");
        cloud.time.advance(Duration.ofHours(1));
        assertThat(cloud.shards("")).containsExactly("2", "3", "4");
        assertThat(cloud.error(
                        "GetShardIterator",
                        "{'StreamName': 's', 'ShardId': 'shardId-000000000000', 'ShardIteratorType': 'LATEST'}"))
                .startsWith("ResourceNotFoundException");
    }

    @Test
    void scalingGivesShardsOfEqualSizeWithTwoParentsAtMost() {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");
        // From how many, to how many, and how many are closed on the way.
        int[][] changes = {
            {1, 2, 1},
            {2, 1, 2},
            {3, 6, 3},
            {6, 3, 6},
            {6, 4, 10},
            {5, 3, 10},
            {3, 5, 8},
            {7, 6, 17},
            {6, 11, 20},
            {100, 51, 248},
            {4, 4, 0},
        };
        for (int[] change : changes) {
            Resharding resharding = new Resharding(Resharding.uniform(change[0], now), now);
            int size = resharding.sizeScaled(change[1]);
            resharding.scale(change[1]);
            assertThat(resharding.result()).hasSize(size);
            assertThat(resharding.result().stream().filter(shard -> !shard.open()))
                    .as(change[0] + " to " + change[1])
                    .hasSize(change[2]);
            List<StreamShard> open = resharding.result().stream()
                    .filter(StreamShard::open)
                    .sorted(Comparator.comparing(StreamShard::from))
                    .toList();
            List<StreamShard> expected = Resharding.uniform(change[1], now);
            assertThat(open).hasSize(change[1]);
            for (int i = 0; i < open.size(); i++) {
                assertThat(open.get(i).from()).isEqualTo(expected.get(i).from());
                assertThat(open.get(i).to()).isEqualTo(expected.get(i).to());
            }
            for (StreamShard shard : resharding.result()) {
                for (StreamShard other : resharding.result()) {
                    if (shard.childOf(other)) {
                        assertThat(shard.epochSeconds()).isGreaterThan(other.epochSeconds());
                    }
                }
            }
        }
    }

    /// With the work of each shard growing with the number of all this takes minutes.
    @Test
    @Timeout(60)
    void thousandsOfShardsAreScaledUntilTooManyWouldBeKept() {
        cloud.create(10_000);
        String scale = "{'StreamName': 's', 'ScalingType': 'UNIFORM_SCALING', 'TargetShardCount': %d}";
        cloud.call("UpdateShardCount", scale.formatted(9999));
        assertThat(cloud.error("UpdateShardCount", scale.formatted(9998)))
                .startsWith("LimitExceededException: A stream has at most 40000 shards");
        Map<String, Object> summary = KinesisCloud.map(
                cloud.call("DescribeStreamSummary", "{'StreamName': 's'}"), "StreamDescriptionSummary");
        assertThat(summary.get("OpenShardCount").toString()).isEqualTo("9999");
    }

    @Test
    void theNumberOfShardsHasLimits() {
        cloud.create(2);
        String scale = "{'StreamName': 's', 'ScalingType': 'UNIFORM_SCALING', 'TargetShardCount': %d}";
        assertThat(cloud.error("UpdateShardCount", scale.formatted(5)))
                .startsWith("InvalidArgumentException: UpdateShardCount cannot scale up over double");
        Map<String, Object> answer = cloud.call("UpdateShardCount", scale.formatted(4));
        assertThat(answer.get("CurrentShardCount").toString()).isEqualTo("2");
        assertThat(answer.get("TargetShardCount").toString()).isEqualTo("4");
        assertThat(cloud.error("UpdateShardCount", scale.formatted(1)))
                .startsWith("InvalidArgumentException: UpdateShardCount cannot scale down below half");
        for (int i = 0; i < 9; i++) {
            cloud.call("UpdateShardCount", scale.formatted(i % 2 == 0 ? 3 : 4));
        }
        assertThat(cloud.error("UpdateShardCount", scale.formatted(4)))
                .startsWith("LimitExceededException: Stream s under account 111122223333 can be scaled 10 times");
        cloud.time.advance(Duration.ofHours(24));
        cloud.call("UpdateShardCount", scale.formatted(4));
        assertThat(cloud.shards(", 'ShardFilter': {'Type': 'AT_LATEST'}")).hasSize(4);
    }
}
