package dev.virga.services.dynamodb;

import static dev.virga.services.dynamodb.DynamodbClient.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.wire.Json;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TableOperationsTest {
    @TempDir
    Path folder;

    private DynamodbClient client;

    @BeforeEach
    void open() {
        client = new DynamodbClient(folder.resolve("store"));
        client.createTable("things");
    }

    @AfterEach
    void close() {
        client.close();
    }

    @SuppressWarnings("unchecked")
    private Map<String, Object> describe(String table) {
        return (Map<String, Object>)
                client.call("DescribeTable", "{'TableName': '" + table + "'}").get("Table");
    }

    @Test
    void aTableIsDescribedAsItWasMade() {
        Map<String, Object> table = describe("things");
        assertThat(table)
                .containsEntry("TableName", "things")
                .containsEntry("TableStatus", "ACTIVE")
                .containsEntry("TableArn", "arn:aws:dynamodb:us-east-1:123456789012:table/things")
                .containsEntry("KeySchema", parse("[{'AttributeName': 'pk', 'KeyType': 'HASH'}]"))
                .containsEntry("AttributeDefinitions", parse("[{'AttributeName': 'pk', 'AttributeType': 'S'}]"));
        assertThat(table.get("BillingModeSummary").toString()).contains("PAY_PER_REQUEST");
        assertThat(client.error("DescribeTable", "{'TableName': 'nothings'}"))
                .isEqualTo("ResourceNotFoundException: Requested resource not found: Table: nothings not found");
    }

    @Test
    void itemsAreCounted() {
        for (int i = 0; i < 3; i++) {
            client.call("PutItem", "{'TableName': 'things', 'Item': {'pk': {'S': '" + i + "'}}}");
        }
        assertThat(describe("things").get("ItemCount").toString()).isEqualTo("3");
    }

    @Test
    void aDeletedTableIsGoneWithItsItems() {
        client.call("PutItem", "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}}}");
        assertThat(client.call("DeleteTable", "{'TableName': 'things'}").toString())
                .contains("DELETING");
        assertThat(client.error("GetItem", "{'TableName': 'things', 'Key': {'pk': {'S': 'a'}}}"))
                .startsWith("ResourceNotFoundException");
        assertThat(client.error("PutItem", "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}}}"))
                .startsWith("ResourceNotFoundException");
        client.createTable("things");
        assertThat(client.call("Scan", "{'TableName': 'things'}").get("Items")).isEqualTo(List.of());
    }

    @Test
    void aProtectedTableStays() {
        client.call("UpdateTable", "{'TableName': 'things', 'DeletionProtectionEnabled': true}");
        assertThat(client.error("DeleteTable", "{'TableName': 'things'}"))
                .isEqualTo(
                        "ValidationException: Resource cannot be deleted as it is currently protected against deletion."
                                + " Disable deletion protection first.");
        client.call("UpdateTable", "{'TableName': 'things', 'DeletionProtectionEnabled': false}");
        client.call("DeleteTable", "{'TableName': 'things'}");
    }

    @Test
    void tablesAreListedInPages() {
        List.of("abc", "abcd", "zzz").forEach(client::createTable);
        assertThat(client.call("ListTables", "{'Limit': 2}"))
                .isEqualTo(parse("{'TableNames': ['abc', 'abcd'], 'LastEvaluatedTableName': 'abcd'}"));
        assertThat(client.call("ListTables", "{'Limit': 2, 'ExclusiveStartTableName': 'abcd'}"))
                .isEqualTo(parse("{'TableNames': ['things', 'zzz']}"));
    }

    @Test
    void tagsAndTimeToLiveAreKept() {
        String arn = "arn:aws:dynamodb:us-east-1:123456789012:table/things";
        client.call(
                "TagResource",
                "{'ResourceArn': '" + arn + "', 'Tags': [{'Key': 'a', 'Value': '1'}, {'Key': 'b', 'Value': '2'}]}");
        client.call("UntagResource", "{'ResourceArn': '" + arn + "', 'TagKeys': ['a']}");
        assertThat(client.call("ListTagsOfResource", "{'ResourceArn': '" + arn + "'}"))
                .isEqualTo(parse("{'Tags': [{'Key': 'b', 'Value': '2'}]}"));
        client.call(
                "UpdateTimeToLive",
                "{'TableName': 'things', 'TimeToLiveSpecification': {'Enabled': true, 'AttributeName': 'expires'}}");
        assertThat(client.call("DescribeTimeToLive", "{'TableName': 'things'}"))
                .isEqualTo(parse(
                        "{'TimeToLiveDescription': {'TimeToLiveStatus': 'ENABLED', 'AttributeName': 'expires'}}"));
    }

    @Test
    void aNewIndexHoldsTheItemsThatWereThereBefore() throws Exception {
        for (int i = 0; i < 250; i += 25) {
            int first = i;
            List<Object> puts = IntStream.range(first, first + 25)
                    .mapToObj(n -> parse("{'PutRequest': {'Item': {'pk': {'S': '" + n + "'}, 'kind': {'"
                            + (n % 5 == 0 ? "N" : "S") + "': '" + n % 2 + "'}}}}"))
                    .toList();
            client.call("BatchWriteItem", Json.write(Map.of("RequestItems", Map.of("things", puts))));
        }
        client.call("UpdateTable", """
                {'TableName': 'things', 'AttributeDefinitions': [{'AttributeName': 'kind', 'AttributeType': 'S'}],
                 'GlobalSecondaryIndexUpdates': [{'Create': {'IndexName': 'kinds', 'Projection': {'ProjectionType': 'KEYS_ONLY'},
                    'KeySchema': [{'AttributeName': 'kind', 'KeyType': 'HASH'}]}}]}
                """);
        client.call("PutItem", "{'TableName': 'things', 'Item': {'pk': {'S': 'new'}, 'kind': {'S': '1'}}}");
        while (describe("things").get("TableStatus").equals("UPDATING")) {
            Thread.onSpinWait();
        }
        Map<String, Object> found = client.call("Query", """
                {'TableName': 'things', 'IndexName': 'kinds', 'Select': 'COUNT', 'KeyConditionExpression': 'kind = :k',
                 'ExpressionAttributeValues': {':k': {'S': '1'}}}
                """);
        // 125 odd ones, of which every fifth has a number instead; and the new one.
        assertThat(found.get("Count").toString()).isEqualTo("101");
        client.call(
                "UpdateTable",
                "{'TableName': 'things', 'GlobalSecondaryIndexUpdates': [{'Delete': {'IndexName': 'kinds'}}]}");
        assertThat(describe("things")).doesNotContainKey("GlobalSecondaryIndexes");
        assertThat(describe("things").get("AttributeDefinitions"))
                .isEqualTo(parse("[{'AttributeName': 'pk', 'AttributeType': 'S'}]"));
    }

    @Test
    void tablesThatMakeNoSenseAreRefused() {
        String rest = ", 'AttributeDefinitions': [{'AttributeName': 'a', 'AttributeType': 'S'}],"
                + " 'KeySchema': [{'AttributeName': 'a', 'KeyType': 'HASH'}]";
        List<List<String>> cases = List.of(
                List.of(
                        "'TableName': 'things', 'BillingMode': 'PAY_PER_REQUEST'" + rest,
                        "ResourceInUseException: Table already exists: things"),
                List.of(
                        "'TableName': 'x', 'BillingMode': 'PAY_PER_REQUEST'" + rest,
                        "ValidationException: Invalid table/index name.  Table/index names must be between 3 and 255"
                                + " characters long, and may contain only the characters a-z, A-Z, 0-9, '_', '-', and '.'"),
                List.of(
                        "'TableName': 'xyz'" + rest,
                        "ValidationException: One or more parameter values were invalid: ReadCapacityUnits and"
                                + " WriteCapacityUnits must both be specified when BillingMode is PROVISIONED"),
                List.of(
                        "'TableName': 'xyz', 'BillingMode': 'PAY_PER_REQUEST', 'StreamSpecification': {'StreamEnabled': true}"
                                + rest,
                        "NotImplemented: dynamodb:CreateTable with StreamSpecification is not implemented"),
                List.of(
                        "'TableName': 'xyz', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'a',"
                                + " 'AttributeType': 'S'}], 'KeySchema': [{'AttributeName': 'b', 'KeyType': 'HASH'}]",
                        "ValidationException: One or more parameter values were invalid: Some index key attributes are not"
                                + " defined in AttributeDefinitions. Keys: [b], AttributeDefinitions: [a]"),
                List.of(
                        "'TableName': 'xyz', 'BillingMode': 'PAY_PER_REQUEST', 'AttributeDefinitions': [{'AttributeName': 'a',"
                                + " 'AttributeType': 'S'}, {'AttributeName': 'b', 'AttributeType': 'S'}],"
                                + " 'KeySchema': [{'AttributeName': 'b', 'KeyType': 'HASH'}]",
                        "ValidationException: One or more parameter values were invalid: Number of attributes in KeySchema"
                                + " does not exactly match number of attributes defined in AttributeDefinitions"));
        SoftAssertions all = new SoftAssertions();
        for (List<String> c : cases) {
            all.assertThat(client.error("CreateTable", "{" + c.get(0) + "}").replace('"', '\''))
                    .as(c.get(0))
                    .isEqualTo(c.get(1));
        }
        all.assertAll();
    }
}
