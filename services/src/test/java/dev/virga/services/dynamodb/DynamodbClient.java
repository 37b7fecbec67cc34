package dev.virga.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.Timers;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.Answers;
import dev.virga.wire.AwsException;
import dev.virga.wire.Body;
import dev.virga.wire.Decoded;
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
import java.util.List;
import java.util.Map;

/// DynamoDB on a real store in a folder, called with JSON as clients send it. In the JSON of tests
/// `'` stands for `"`.
final class DynamodbClient implements AutoCloseable {
    final FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z"));
    final Store store;
    final Dynamodb service;
    private final Timers timers;
    private final LocalCloud cloud = new LocalCloud(time, (access, call) -> new Authorizer.Allowed());

    DynamodbClient(Path folder) {
        try {
            store = RocksStore.open(folder, time);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        timers = new Timers(store, time);
        service = new Dynamodb(store, time, timers);
        cloud.open(new Directory(List.of(service)));
        timers.start();
    }

    @SuppressWarnings("unchecked")
    Map<String, Object> call(String operation, String json) {
        byte[] body = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        Headers headers = new Headers();
        headers.set("X-Amz-Target", "DynamoDB_20120810." + operation);
        headers.set("Content-Type", "application/x-amz-json-1.0");
        HttpRequest request = new HttpRequest("POST", "/", null, headers, Body.of(body), "127.0.0.1", false);
        Decoded decoded = Wire.decode(service.model(), request, 70 << 20);
        Struct output = cloud.call(
                new Caller.Root("123456789012"), "us-east-1", (Op<Struct, Struct>) decoded.op(), decoded.input());
        try {
            byte[] answer = Answers.encode(decoded.protocol(), decoded.op(), output, "request")
                    .body
                    .bytes(70 << 20);
            // An operation without output answers an empty body.
            return answer.length == 0 ? Map.of() : (Map<String, Object>) Json.parse(answer);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Message of the error that the call must end with, behind its code.
    String error(String operation, String json) {
        Throwable thrown = catchThrowable(() -> call(operation, json));
        assertThat(thrown).as(json).isInstanceOf(AwsException.class);
        AwsException error = (AwsException) thrown;
        return error.code() + ": " + error.getMessage();
    }

    AwsException failure(String operation, String json) {
        return (AwsException) catchThrowable(() -> call(operation, json));
    }

    static Object parse(String json) {
        return Json.parse(json.replace('\'', '"'));
    }

    /// A table with partition key `pk` (S), for tests that need no more.
    void createTable(String name) {
        call("CreateTable", """
                {'TableName': '%s', 'BillingMode': 'PAY_PER_REQUEST',
                 'AttributeDefinitions': [{'AttributeName': 'pk', 'AttributeType': 'S'}],
                 'KeySchema': [{'AttributeName': 'pk', 'KeyType': 'HASH'}]}
                """.formatted(name));
    }

    @Override
    public void close() {
        timers.close();
        service.close();
        store.close();
    }
}
