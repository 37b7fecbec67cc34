package dev.virga.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.PutRecordInput;
import dev.virga.kernel.Call;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordsTest {
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

    private void putAll(int... seconds) {
        for (int second : seconds) {
            cloud.time.advance(Duration.ofSeconds(second));
            cloud.put("k", "r" + cloud.time.instant().getEpochSecond() % 1000);
        }
    }

    @Test
    void recordsAreReadInTheOrderOfTheirSequenceNumbers() {
        cloud.create(1);
        List<String> sequences = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            sequences.add((String) cloud.put("k" + i, "d" + i).get("SequenceNumber"));
        }
        for (int i = 1; i < sequences.size(); i++) {
            assertThat(new BigInteger(sequences.get(i))).isGreaterThan(new BigInteger(sequences.get(i - 1)));
        }
        Map<String, Object> answer = cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""));
        assertThat(KinesisCloud.list(answer, "Records"))
                .extracting(r -> r.get("SequenceNumber"))
                .containsExactlyElementsOf(sequences);
        assertThat(KinesisCloud.list(answer, "Records").getFirst())
                .containsEntry("PartitionKey", "k0")
                .doesNotContainKey("EncryptionType");
        assertThat(answer.get("MillisBehindLatest").toString()).isEqualTo("0");
        Map<String, Object> next = cloud.read((String) answer.get("NextShardIterator"));
        assertThat(KinesisCloud.data(next)).isEmpty();
        cloud.put("k", "new");
        assertThat(KinesisCloud.data(cloud.read((String) next.get("NextShardIterator"))))
                .containsExactly("new");
    }

    @Test
    void everyTypeOfIteratorBeginsWhereItSays() {
        cloud.create(1);
        putAll(1, 1, 1, 1);
        String third = (String) KinesisCloud.list(cloud.read(cloud.iterator(0, "TRIM_HORIZON", "")), "Records")
                .get(2)
                .get("SequenceNumber");
        String latest = cloud.iterator(0, "LATEST", "");
        putAll(1);
        String number = ", 'StartingSequenceNumber': '" + third + "'";
        long now = cloud.time.instant().getEpochSecond();
        String[][] places = {
            {cloud.iterator(0, "AT_SEQUENCE_NUMBER", number), "3 4 5"},
            {cloud.iterator(0, "AFTER_SEQUENCE_NUMBER", number), "4 5"},
            {latest, "5"},
            {cloud.iterator(0, "AT_TIMESTAMP", ", 'Timestamp': " + (now - 3)), "2 3 4 5"},
            {cloud.iterator(0, "AT_TIMESTAMP", ", 'Timestamp': " + (now - 2.5)), "3 4 5"},
            {cloud.iterator(0, "AT_TIMESTAMP", ", 'Timestamp': 1000"), "1 2 3 4 5"},
        };
        for (String[] place : places) {
            cloud.time.advance(Duration.ofSeconds(1));
            List<String> read = KinesisCloud.data(cloud.read(place[0]));
            String expected = IntStream.range(0, read.size())
                    .mapToObj(i -> read.get(i))
                    .map(data -> String.valueOf(Long.parseLong(data.substring(1)) - (now - 5) % 1000))
                    .collect(Collectors.joining(" "));
            assertThat(expected).isEqualTo(place[1]);
        }
        String at = "{'StreamName': 's', 'ShardId': 'shardId-000000000000', 'ShardIteratorType': ";
        String[][] refused = {
            {at + "'AT_SEQUENCE_NUMBER'}", "InvalidArgumentException: Must either specify (1)"},
            {at + "'LATEST'" + number + "}", "InvalidArgumentException: Must either specify (1)"},
            {at + "'AT_TIMESTAMP'}", "InvalidArgumentException: Must specify timestampInMillis"},
            {at + "'AT_TIMESTAMP', 'Timestamp': 9999999999}", "InvalidArgumentException: The timestampInMillis"},
            {at + "'AT_SEQUENCE_NUMBER', 'StartingSequenceNumber': '7'}", "InvalidArgumentException: Starting"},
            {at.replace("000'", "001'") + "'LATEST'}", "ResourceNotFoundException: Shard shardId-000000000001"},
        };
        for (String[] each : refused) {
            assertThat(cloud.error("GetShardIterator", each[0])).as(each[0]).startsWith(each[1]);
        }
    }

    @Test
    void anIteratorLivesFiveMinutesAndCannotBeInvented() {
        cloud.create(1);
        String iterator = cloud.iterator(0, "LATEST", "");
        cloud.time.advance(Duration.ofMinutes(5));
        cloud.read(iterator);
        cloud.time.advance(Duration.ofSeconds(1));
        assertThat(cloud.error("GetRecords", "{'ShardIterator': '" + iterator + "'}"))
                .startsWith("ExpiredIteratorException: Iterator expired. The iterator was created at time Thu Jan 01"
                        + " 00:00:00 UTC 2026");
        StreamName named = new StreamName(KinesisCloud.ACCOUNT, "us-east-1", "s/consumer/x:1");
        String otherName = new ShardIterator(named, "id", 0, 0, 0).toString();
        for (String invented : List.of("AAAA", "!", iterator.substring(4), iterator + iterator, otherName)) {
            assertThat(cloud.error("GetRecords", "{'ShardIterator': '" + invented + "'}"))
                    .isEqualTo("InvalidArgumentException: Invalid ShardIterator.");
        }
    }

    @Test
    void hashKeysChooseTheShard() {
        cloud.create(2);
        BigInteger half = Stream.HASHES.shiftRight(1);
        Map<String, String> shards = Map.of(
                "0",
                StreamShard.id(0),
                half.subtract(BigInteger.ONE).toString(),
                StreamShard.id(0),
                half.toString(),
                StreamShard.id(1),
                Stream.HASHES.subtract(BigInteger.ONE).toString(),
                StreamShard.id(1));
        shards.forEach((hash, shard) -> assertThat(cloud.call(
                        "PutRecord",
                        "{'StreamName': 's', 'PartitionKey': 'k', 'Data': 'AA==', 'ExplicitHashKey': '" + hash + "'}"))
                .containsEntry("ShardId", shard));
        assertThat(cloud.error(
                        "PutRecord",
                        "{'StreamName': 's', 'PartitionKey': 'k', 'Data': 'AA==', 'ExplicitHashKey': '" + Stream.HASHES
                                + "'}"))
                .startsWith("InvalidArgumentException: Invalid ExplicitHashKey.");
        // MD5("a") begins with 0c, MD5("b") with 92.
        assertThat(cloud.put("a", "x")).containsEntry("ShardId", StreamShard.id(0));
        assertThat(cloud.put("b", "x")).containsEntry("ShardId", StreamShard.id(1));
    }

    @Test
    void aShardTakesNoMoreThanItsThroughputAndSaysSoRecordByRecord() {
        cloud.create(2);
        String big = KinesisCloud.base64("x".repeat(700_000));
        String record = "{'PartitionKey': '%s', 'Data': '" + big + "'}";
        Map<String, Object> answer = cloud.call(
                "PutRecords",
                "{'StreamName': 's', 'Records': [" + record.formatted("a") + "," + record.formatted("a") + ","
                        + record.formatted("b") + "]}");
        assertThat(answer.get("FailedRecordCount").toString()).isEqualTo("1");
        List<Map<String, Object>> results = KinesisCloud.list(answer, "Records");
        assertThat(results.get(0)).containsKeys("SequenceNumber", "ShardId");
        assertThat(results.get(1))
                .isEqualTo(
                        Map.of(
                                "ErrorCode", "ProvisionedThroughputExceededException",
                                "ErrorMessage",
                                        "Rate exceeded for shard shardId-000000000000 in stream s under account 111122223333."));
        assertThat(results.get(2)).containsEntry("ShardId", StreamShard.id(1));
        assertThat(cloud.error("PutRecord", "{'StreamName': 's', 'PartitionKey': 'a', 'Data': '" + big + "'}"))
                .startsWith("ProvisionedThroughputExceededException: Rate exceeded for shard shardId-000000000000");
        cloud.time.advance(Duration.ofSeconds(1));
        cloud.call("PutRecord", "{'StreamName': 's', 'PartitionKey': 'a', 'Data': '" + big + "'}");
    }

    @Test
    void aShardIsReadFiveTimesASecond() {
        cloud.create(1);
        String iterator = cloud.iterator(0, "LATEST", "");
        for (int i = 0; i < 5; i++) {
            cloud.read(iterator);
        }
        assertThat(cloud.error("GetRecords", "{'ShardIterator': '" + iterator + "'}"))
                .startsWith("ProvisionedThroughputExceededException");
        cloud.time.advance(Duration.ofMillis(200));
        cloud.read(iterator);
    }

    @Test
    void recordsOfTenMegabytesAreTakenWhenTheStreamAllowsThem() {
        cloud.create(1);
        String data = "0123456789".repeat(900_000);
        String request = "{'StreamName': 's', 'PartitionKey': 'k', 'Data': '" + KinesisCloud.base64(data) + "'}";
        assertThat(cloud.error("PutRecord", request))
                .isEqualTo("ValidationException: 1 validation error detected: Value at 'data' failed to satisfy"
                        + " constraint: Member must have length less than or equal to 1048576");
        cloud.call("UpdateMaxRecordSize", "{'StreamARN': '" + KinesisCloud.ARN + "', 'MaxRecordSizeInKiB': 10240}");
        cloud.call("PutRecord", request);
        Map<String, Object> answer = cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""));
        assertThat(KinesisCloud.data(answer)).containsExactly(data);
        // Nine megabytes are paid with nearly five seconds.
        String next = (String) answer.get("NextShardIterator");
        cloud.time.advance(Duration.ofSeconds(3));
        assertThat(cloud.error("GetRecords", "{'ShardIterator': '" + next + "'}"))
                .startsWith("ProvisionedThroughputExceededException");
        cloud.time.advance(Duration.ofSeconds(2));
        cloud.read(next);
    }

    @Test
    void aPageSaysHowFarItIsBehind() {
        cloud.create(1);
        putAll(1, 10, 10);
        cloud.time.advance(Duration.ofSeconds(5));
        String begin = cloud.iterator(0, "TRIM_HORIZON", "");
        Map<String, Object> page = cloud.call("GetRecords", "{'ShardIterator': '" + begin + "', 'Limit': 2}");
        assertThat(KinesisCloud.data(page)).hasSize(2);
        assertThat(page.get("MillisBehindLatest").toString()).isEqualTo("15000");
    }

    @Test
    void whatIsOlderThanTheRetentionPeriodIsGone() {
        cloud.create(1);
        putAll(1, 1);
        cloud.time.advance(Duration.ofHours(23));
        putAll(1);
        cloud.time.advance(Duration.ofHours(1));
        assertThat(KinesisCloud.data(cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""))))
                .hasSize(1);
        // A longer period does not bring it back.
        cloud.call("IncreaseStreamRetentionPeriod", "{'StreamName': 's', 'RetentionPeriodHours': 48}");
        assertThat(KinesisCloud.data(cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""))))
                .hasSize(1);
        cloud.time.advance(Duration.ofHours(24));
        assertThat(KinesisCloud.data(cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""))))
                .hasSize(1);
        cloud.call("DecreaseStreamRetentionPeriod", "{'StreamName': 's', 'RetentionPeriodHours': 24}");
        assertThat(KinesisCloud.data(cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""))))
                .isEmpty();
    }

    /// Arrival in seconds since the start of the year, of every record that a reader finds there.
    private List<Double> arrivals(String iterator) {
        double start = Instant.parse("2026-01-01T00:00:00Z").getEpochSecond();
        return KinesisCloud.list(cloud.read(iterator), "Records").stream()
                .map(record -> ((Number) record.get("ApproximateArrivalTimestamp")).doubleValue() - start)
                .toList();
    }

    @Test
    void aRecordArrivesWithItsCommitHoweverLongItsRequestTook() {
        cloud.create(1);
        Call slow = new Call(
                KinesisCloud.ROOT,
                KinesisCloud.ACCOUNT,
                "us-east-1",
                "request",
                null,
                cloud.time.instant(),
                "127.0.0.1",
                false,
                "http://127.0.0.1:4566");
        putAll(60, 0, 0);
        cloud.cloud.call(
                slow,
                KinesisOps.PutRecord,
                PutRecordInput.builder()
                        .streamName("s")
                        .partitionKey("k")
                        .data(new byte[1])
                        .build());
        putAll(0, 0);
        long from = cloud.time.instant().getEpochSecond() - 1;
        assertThat(arrivals(cloud.iterator(0, "AT_TIMESTAMP", ", 'Timestamp': " + from)))
                .containsExactly(60.0, 60.0, 60.0, 60.0, 60.0, 60.0);
    }

    @Test
    void arrivalsNeverGoBackThoughTheClockDoes() {
        cloud.create(1);
        putAll(60, -30);
        cloud.close();
        cloud = new KinesisCloud(folder.resolve("store"));
        putAll(10, 40, 20);
        assertThat(arrivals(cloud.iterator(0, "TRIM_HORIZON", ""))).containsExactly(60.0, 60.0, 60.0, 60.0, 70.0);
    }

    @Test
    void whatAConflictKeptFromBeingWrittenIsNotCharged() {
        cloud.create(1);
        String data = "x".repeat((1 << 20) - 1);
        cloud.meddling.beforeNextCommit(() -> cloud.call("AddTagsToStream", "{'StreamName': 's', 'Tags': {'a': 'b'}}"));
        cloud.put("k", data);
        assertThat(cloud.meddling.meddled()).isTrue();
        assertThat(cloud.error("PutRecord", "{'StreamName': 's', 'PartitionKey': 'k', 'Data': 'AA=='}"))
                .startsWith("ProvisionedThroughputExceededException");
        assertThat(KinesisCloud.data(cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""))))
                .containsExactly(data);
    }

    @Test
    void aRequestHasLimits() {
        cloud.create(1);
        String record = "{'PartitionKey': 'k', 'Data': 'AA=='}";
        String many = IntStream.range(0, 501).mapToObj(i -> record).collect(Collectors.joining(","));
        assertThat(cloud.error("PutRecords", "{'StreamName': 's', 'Records': [" + many + "]}"))
                .startsWith("ValidationException: 1 validation error");
        cloud.call("UpdateMaxRecordSize", "{'StreamARN': '" + KinesisCloud.ARN + "', 'MaxRecordSizeInKiB': 10240}");
        String big = "{'PartitionKey': 'k', 'Data': '" + KinesisCloud.base64("x".repeat(6 << 20)) + "'}";
        assertThat(cloud.error("PutRecords", "{'StreamName': 's', 'Records': [" + big + "," + big + "]}"))
                .isEqualTo("InvalidArgumentException: Records size exceeds 10 MB limit");
        assertThat(cloud.error(
                        "PutRecord",
                        "{'StreamName': 's', 'PartitionKey': 'k', 'Data': 'AA==', 'SequenceNumberForOrdering': '5'}"))
                .startsWith("InvalidArgumentException: ExclusiveMinimumSequenceNumber 5 used in PutRecord");
        assertThat(cloud.error("PutRecord", "{'StreamName': 'none', 'PartitionKey': 'k', 'Data': 'AA=='}"))
                .isEqualTo("ResourceNotFoundException: Stream none under account 111122223333 not found.");
    }
}
