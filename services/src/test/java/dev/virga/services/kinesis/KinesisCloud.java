package dev.virga.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.virga.api.kinesis.KinesisOps;
import dev.virga.api.kinesis.StartingPosition;
import dev.virga.api.kinesis.SubscribeToShardEventStream;
import dev.virga.api.kinesis.SubscribeToShardInput;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.MeddlingStore;
import dev.virga.kernel.Service;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.kernel.crypto.Seals;
import dev.virga.services.iam.Iam;
import dev.virga.services.kms.Kms;
import dev.virga.store.RocksStore;
import dev.virga.wire.Answers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Decoded;
import dev.virga.wire.EventStream;
import dev.virga.wire.Headers;
import dev.virga.wire.HttpRequest;
import dev.virga.wire.Json;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import dev.virga.wire.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/// Kinesis, KMS and IAM on a real store, called with JSON as clients send it. In the JSON of tests
/// `'` stands for `"`.
final class KinesisCloud implements AutoCloseable {
    static final String ACCOUNT = "111122223333";
    static final Caller ROOT = new Caller.Root(ACCOUNT);
    static final Caller OTHER = new Caller.Root("444455556666");
    static final String ARN = "arn:aws:kinesis:us-east-1:" + ACCOUNT + ":stream/s";

    private static final Path NATIVE = Path.of("target", "native");

    final FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z"));
    final RocksStore store;
    /// As Kinesis sees it.
    final MeddlingStore meddling;
    final LocalCloud cloud;
    final Kinesis kinesis;
    private final Timers timers;
    private final List<Service> services;

    KinesisCloud(Path folder) {
        Iam iam;
        Kms kms;
        try {
            store = RocksStore.open(folder, NATIVE, time);
            meddling = new MeddlingStore(store);
            Seals seals = TestSeals.of(store);
            iam = new Iam(store, time, ACCOUNT, new byte[32], seals, false);
            timers = new Timers(store, time);
            kms = new Kms(store, timers, seals);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cloud = new LocalCloud(time, iam.authorizer());
        kinesis = new Kinesis(meddling, cloud, timers, time, iam.policyPrincipals());
        services = List.of(iam, kms, kinesis);
        cloud.open(new Directory(services));
        services.forEach(Service::start);
        timers.start();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> as(Caller caller, String operation, String json) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Headers headers = new Headers();
        headers.set("X-Amz-Target", "Kinesis_20131202." + operation);
        headers.set("Content-Type", "application/x-amz-json-1.1");
        HttpRequest request = new HttpRequest("POST", "/", null, headers, Body.of(body), "127.0.0.1", false);
        Decoded decoded = Wire.decode(KinesisOps.MODEL, request, 70 << 20);
        Struct output = cloud.call(caller, "us-east-1", (Op<Struct, Struct>) decoded.op(), decoded.input());
        try {
            byte[] answer = Answers.encode(decoded.protocol(), decoded.op(), output, "request")
                    .body
                    .bytes(70 << 20);
            return answer.length == 0 ? Map.of() : (Map<String, Object>) Json.parse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Map<String, Object> call(String operation, String json) {
        return as(ROOT, operation, json);
    }

    /// Message of the error that the call must end with, behind its code.
    String error(String operation, String json) {
        return error(ROOT, operation, json);
    }

    String error(Caller caller, String operation, String json) {
        Throwable thrown = catchThrowable(() -> as(caller, operation, json));
        assertThat(thrown).as(operation + " " + json).isInstanceOf(AwsException.class);
        AwsException error = (AwsException) thrown;
        return error.code() + ": " + error.getMessage();
    }

    /// A stream `s`.
    void create(int shards) {
        call("CreateStream", "{'StreamName': 's', 'ShardCount': " + shards + "}");
    }

    Map<String, Object> put(String key, String data) {
        return call("PutRecord", "{'StreamName': 's', 'PartitionKey': '" + key + "', 'Data': '" + base64(data) + "'}");
    }

    static String base64(String data) {
        return Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.UTF_8));
    }

    /// @param more members of the request, with a comma before them
    String iterator(int shard, String type, String more) {
        return (String) call(
                        "GetShardIterator",
                        "{'StreamName': 's', 'ShardId': '" + StreamShard.id(shard) + "', 'ShardIteratorType': '" + type
                                + "'" + more + "}")
                .get("ShardIterator");
    }

    Map<String, Object> read(String iterator) {
        return call("GetRecords", "{'ShardIterator': '" + iterator + "'}");
    }

    /// Data of records in an answer.
    static List<String> data(Map<String, Object> answer) {
        return list(answer, "Records").stream()
                .map(record ->
                        new String(Base64.getDecoder().decode((String) record.get("Data")), StandardCharsets.UTF_8))
                .toList();
    }

    @SuppressWarnings("unchecked")
    static List<Map<String, Object>> list(Map<String, Object> answer, String member) {
        return (List<Map<String, Object>>) answer.get(member);
    }

    @SuppressWarnings("unchecked")
    static Map<String, Object> map(Map<String, Object> answer, String member) {
        return (Map<String, Object>) answer.get(member);
    }

    List<String> shards(String filter) {
        return list(call("ListShards", "{'StreamName': 's'" + filter + "}"), "Shards").stream()
                .map(shard -> (String) shard.get("ShardId"))
                .map(id -> id.replaceFirst("shardId-0+(?=\\d)", ""))
                .toList();
    }

    String consumer(String name) {
        return (String) map(
                        call("RegisterStreamConsumer", "{'StreamARN': '" + ARN + "', 'ConsumerName': '" + name + "'}"),
                        "Consumer")
                .get("ConsumerARN");
    }

    EventStream<SubscribeToShardEventStream> subscribe(String consumer, int shard, StartingPosition position) {
        return cloud.call(
                        ROOT,
                        "us-east-1",
                        KinesisOps.SubscribeToShard,
                        SubscribeToShardInput.builder()
                                .consumerARN(consumer)
                                .shardId(StreamShard.id(shard))
                                .startingPosition(position)
                                .build())
                .eventStream();
    }

    @Override
    public void close() {
        services.reversed().forEach(Service::close);
        timers.close();
        store.close();
    }
}
