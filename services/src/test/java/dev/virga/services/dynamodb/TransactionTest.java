package dev.virga.services.dynamodb;

import static dev.virga.services.dynamodb.DynamodbClient.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.dynamodb.TransactionCanceledException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TransactionTest {
    private static final String PUT =
            "{'Put': {'TableName': 'things', 'Item': {'pk': {'S': '%s'}, 'n': {'N': '%s'}} %s}}";

    @TempDir
    Path folder;

    private DynamodbClient client;

    @BeforeEach
    void open() {
        client = new DynamodbClient(folder.resolve("store"));
        client.createTable("things");
        client.createTable("others");
    }

    @AfterEach
    void close() {
        client.close();
    }

    private Object get(String table, String key) {
        return client.call("GetItem", "{'TableName': '" + table + "', 'Key': {'pk': {'S': '" + key + "'}}}")
                .get("Item");
    }

    @Test
    void aTransactionHappensAsAWholeOrNotAtAll() {
        client.call("TransactWriteItems", "{'TransactItems': [" + PUT.formatted("a", 1, "") + "]}");
        String transaction = """
                {'TransactItems': [
                  {'Update': {'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'UpdateExpression': 'SET n = n + :one',
                              'ExpressionAttributeValues': {':one': {'N': '1'}}}},
                  {'Put': {'TableName': 'others', 'Item': {'pk': {'S': 'b'}},
                           'ConditionExpression': 'attribute_not_exists(pk)', 'ReturnValuesOnConditionCheckFailure': 'ALL_OLD'}},
                  {'ConditionCheck': {'TableName': 'things', 'Key': {'pk': {'S': 'c'}},
                                      'ConditionExpression': 'attribute_not_exists(pk)'}},
                  {'Delete': {'TableName': 'others', 'Key': {'pk': {'S': 'd'}}}}]}
                """;
        client.call("TransactWriteItems", transaction);
        assertThat(get("things", "a")).isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '2'}}"));
        assertThat(get("others", "b")).isEqualTo(parse("{'pk': {'S': 'b'}}"));

        TransactionCanceledException error =
                (TransactionCanceledException) client.failure("TransactWriteItems", transaction);
        assertThat(error)
                .hasMessage("Transaction cancelled, please refer cancellation reasons for specific reasons [None,"
                        + " ConditionalCheckFailed, None, None]");
        assertThat(error.cancellationReasons().get(1).item()).containsOnlyKeys("pk");
        assertThat(get("things", "a")).isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '2'}}"));
    }

    @Test
    void aTokenMakesARepetitionDoNothing() {
        String add = """
                {'ClientRequestToken': 'token', 'TransactItems': [
                  {'Update': {'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'UpdateExpression': 'ADD n :one',
                              'ExpressionAttributeValues': {':one': {'N': '%d'}}}}]}
                """;
        client.call("TransactWriteItems", add.formatted(1));
        client.call("TransactWriteItems", add.formatted(1));
        assertThat(get("things", "a")).isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '1'}}"));
        assertThat(client.error("TransactWriteItems", add.formatted(2)))
                .startsWith("IdempotentParameterMismatchException: ");
        client.time.advance(Duration.ofMinutes(9));
        client.call("TransactWriteItems", add.formatted(1));
        assertThat(get("things", "a")).isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '1'}}"));
        client.time.advance(Duration.ofMinutes(2));
        client.call("TransactWriteItems", add.formatted(1));
        assertThat(get("things", "a")).isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '2'}}"));
    }

    @Test
    void readsShowOneMoment() {
        client.call("TransactWriteItems", "{'TransactItems': [" + PUT.formatted("a", 1, "") + "]}");
        assertThat(client.call("TransactGetItems", """
                        {'TransactItems': [{'Get': {'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'ProjectionExpression': 'n'}},
                                           {'Get': {'TableName': 'others', 'Key': {'pk': {'S': 'a'}}}}],
                         'ReturnConsumedCapacity': 'TOTAL'}
                        """)).isEqualTo(parse("""
                                {'Responses': [{'Item': {'n': {'N': '1'}}}, {}], 'ConsumedCapacity': [
                                 {'TableName': 'things', 'CapacityUnits': 2.0, 'ReadCapacityUnits': 2.0},
                                 {'TableName': 'others', 'CapacityUnits': 2.0, 'ReadCapacityUnits': 2.0}]}
                                """));
    }

    @Test
    void whatATransactionMayNotHoldIsRefused() {
        assertThat(client.error(
                        "TransactWriteItems",
                        "{'TransactItems': [" + PUT.formatted("a", 1, "") + "," + PUT.formatted("a", 2, "") + "]}"))
                .isEqualTo("ValidationException: Transaction request cannot include multiple operations on one item");
        assertThat(client.error("TransactWriteItems", "{'TransactItems': [{}]}"))
                .isEqualTo("ValidationException: TransactItems can only contain one of Check, Put, Update or Delete");
        assertThat(client.error(
                        "TransactWriteItems",
                        "{'TransactItems': [{'Put': {'TableName': 'things', 'Item': {'n': {'N': '1'}}}}]}"))
                .isEqualTo("TransactionCanceledException: Transaction cancelled, please refer cancellation reasons for"
                        + " specific reasons [ValidationError]");
    }

    @Test
    void concurrentIncrementsAddUp() throws Exception {
        int threads = 32;
        int increments = 10;
        List<Thread> all = new ArrayList<>();
        List<Throwable> failures = java.util.Collections.synchronizedList(new ArrayList<>());
        for (int t = 0; t < threads; t++) {
            boolean transactional = t % 8 == 0;
            all.add(Thread.startVirtualThread(() -> {
                for (int i = 0; i < increments; i++) {
                    String update = """
                            {'TableName': 'things', 'Key': {'pk': {'S': 'counter'}}, 'UpdateExpression': 'ADD n :one',
                             'ExpressionAttributeValues': {':one': {'N': '1'}}}
                            """;
                    try {
                        if (transactional) {
                            client.call("TransactWriteItems", "{'TransactItems': [{'Update': " + update + "}]}");
                        } else {
                            client.call("UpdateItem", update);
                        }
                    } catch (RuntimeException e) {
                        failures.add(e);
                    }
                }
            }));
        }
        for (Thread thread : all) {
            thread.join();
        }
        assertThat(failures).isEmpty();
        assertThat(get("things", "counter"))
                .isEqualTo(parse("{'pk': {'S': 'counter'}, 'n': {'N': '" + threads * increments + "'}}"));
    }
}
