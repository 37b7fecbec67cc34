package dev.virga.services.dynamodb;

import static dev.virga.services.dynamodb.DynamodbClient.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.dynamodb.ConditionalCheckFailedException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemOperationsTest {
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

    @Test
    void everyTypeComesBackAsItWasPut() {
        String item = """
                {'pk': {'S': 'a'}, 'n': {'N': '12.50'}, 'b': {'B': 'AAEC'}, 't': {'BOOL': true}, 'f': {'BOOL': false},
                 'z': {'NULL': true}, 'ss': {'SS': ['x', 'ü€😀']}, 'ns': {'NS': ['1', '2.0']}, 'bs': {'BS': ['AA==']},
                 'l': {'L': [{'S': ''}, {'M': {'k': {'N': '1E3'}}}]}, 'm': {'M': {}}}
                """;
        client.call("PutItem", "{'TableName': 'things', 'Item': " + item + "}");
        Map<String, Object> got = client.call("GetItem", "{'TableName': 'things', 'Key': {'pk': {'S': 'a'}}}");
        assertThat(got.get("Item"))
                .isEqualTo(
                        parse(item.replace("12.50", "12.5").replace("2.0", "2").replace("1E3", "1000")));
    }

    @Test
    void anItemThatIsNotThereIsNoItem() {
        assertThat(client.call("GetItem", "{'TableName': 'things', 'Key': {'pk': {'S': 'a'}}}"))
                .isEmpty();
        assertThat(client.error("GetItem", "{'TableName': 'nothings', 'Key': {'pk': {'S': 'a'}}}"))
                .isEqualTo("ResourceNotFoundException: Requested resource not found");
    }

    @Test
    void itemsThatAreNotValidAreRefused() {
        String deep = "{'L': [".repeat(33) + "{'NULL': true}" + "]}".repeat(33);
        List<List<String>> cases = List.of(
                List.of(
                        "{'a': {'S': 'x'}}",
                        "One or more parameter values were invalid: Missing the key pk in the item"),
                List.of(
                        "{'pk': {'N': '1'}}",
                        "One or more parameter values were invalid: Type mismatch for key pk expected: S actual: N"),
                List.of(
                        "{'pk': {'S': ''}}",
                        "One or more parameter values are not valid. The AttributeValue for a key attribute cannot contain an"
                                + " empty string value. Key: pk"),
                List.of(
                        "{'pk': {'S': '" + "k".repeat(2049) + "'}}",
                        "One or more parameter values were invalid: Size of hashkey has exceeded the maximum size limit of2048"
                                + " bytes"),
                List.of(
                        "{'pk': {'S': 'a'}, 'x': {'S': '" + "x".repeat(400 << 10) + "'}}",
                        "Item size has exceeded the maximum allowed size"),
                List.of("{'pk': {'S': 'a'}, 'x': " + deep + "}", "Nesting Levels have exceeded supported limits"),
                List.of(
                        "{'pk': {'S': 'a'}, 'x': {'N': 'x'}}",
                        "The parameter cannot be converted to a numeric value: x"),
                List.of(
                        "{'pk': {'S': 'a'}, 'x': {'SS': []}}",
                        "One or more parameter values were invalid: An string set  may not be empty"),
                List.of(
                        "{'pk': {'S': 'a'}, 'x': {'SS': ['a', 'a']}}",
                        "One or more parameter values were invalid: Input collection [a, a] contains duplicates."),
                List.of("{'pk': {'S': 'a'}, 'x': {'NS': ['1', '1.0']}}", "Input collection contains duplicates"),
                List.of(
                        "{'pk': {'S': 'a'}, 'x': {'NULL': false}}",
                        "One or more parameter values were invalid: Null attribute value types must have the value of true"));
        for (List<String> c : cases) {
            assertThat(client.error("PutItem", "{'TableName': 'things', 'Item': " + c.get(0) + "}"))
                    .isEqualTo("ValidationException: " + c.get(1));
        }
        for (String key :
                List.of("{'pk': {'N': '1'}}", "{'qk': {'S': '1'}}", "{'pk': {'S': 'a'}, 'b': {'S': 'a'}}", "{}")) {
            assertThat(client.error("GetItem", "{'TableName': 'things', 'Key': " + key + "}"))
                    .isEqualTo("ValidationException: The provided key element does not match the schema");
        }
    }

    @Test
    void aFailedConditionShowsTheItemToWhoeverAsks() {
        client.call("PutItem", "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}, 'n': {'N': '1'}}}");
        ConditionalCheckFailedException error = (ConditionalCheckFailedException) client.failure("PutItem", """
                {'TableName': 'things', 'Item': {'pk': {'S': 'a'}}, 'ConditionExpression': 'attribute_not_exists(pk)',
                 'ReturnValuesOnConditionCheckFailure': 'ALL_OLD'}
                """);
        assertThat(error).hasMessage("The conditional request failed");
        assertThat(error.item()).containsOnlyKeys("pk", "n");
        assertThat(client.call(
                        "DeleteItem", "{'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'ReturnValues': 'ALL_OLD'}"))
                .isEqualTo(parse("{'Attributes': {'pk': {'S': 'a'}, 'n': {'N': '1'}}}"));
    }

    @Test
    void capacityIsRoundedAsDynamodbRoundsIt() {
        String item = "{'pk': {'S': 'a'}, 'x': {'S': '" + "x".repeat(5000) + "'}}";
        assertThat(client.call(
                                "PutItem",
                                "{'TableName': 'things', 'ReturnConsumedCapacity': 'TOTAL', 'Item': " + item + "}")
                        .get("ConsumedCapacity"))
                .isEqualTo(parse("{'TableName': 'things', 'CapacityUnits': 5.0}"));
        String get =
                "{'TableName': 'things', 'ReturnConsumedCapacity': 'INDEXES', 'Key': {'pk': {'S': '%s'}}, 'ConsistentRead': %s}";
        assertThat(client.call("GetItem", get.formatted("a", false)).get("ConsumedCapacity"))
                .isEqualTo(parse("{'TableName': 'things', 'CapacityUnits': 1.0, 'Table': {'CapacityUnits': 1.0}}"));
        assertThat(client.call("GetItem", get.formatted("none", true)).get("ConsumedCapacity"))
                .isEqualTo(parse("{'TableName': 'things', 'CapacityUnits': 1.0, 'Table': {'CapacityUnits': 1.0}}"));
    }

    @Test
    void batchesReadAndWriteSeveralTables() {
        client.createTable("others");
        client.call("BatchWriteItem", """
                {'RequestItems': {'things': [{'PutRequest': {'Item': {'pk': {'S': 'a'}, 'n': {'N': '1'}}}},
                                             {'PutRequest': {'Item': {'pk': {'S': 'b'}}}}],
                                  'others': [{'DeleteRequest': {'Key': {'pk': {'S': 'a'}}}}]}}
                """);
        assertThat(client.call("BatchGetItem", """
                        {'RequestItems': {'things': {'Keys': [{'pk': {'S': 'a'}}, {'pk': {'S': 'c'}}],
                                                     'ProjectionExpression': 'n'},
                                          'others': {'Keys': [{'pk': {'S': 'a'}}]}}}
                        """))
                .isEqualTo(
                        parse("{'Responses': {'things': [{'n': {'N': '1'}}], 'others': []}, 'UnprocessedKeys': {}}"));
        assertThat(client.error("BatchWriteItem", """
                        {'RequestItems': {'things': [{'PutRequest': {'Item': {'pk': {'S': 'a'}}}},
                                                     {'DeleteRequest': {'Key': {'pk': {'S': 'a'}}}}]}}
                        """))
                .isEqualTo("ValidationException: Provided list of item keys contains duplicates");
    }

    @Test
    void whatWasWrittenIsThereAfterAReopening() {
        client.call("PutItem", "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}, 'n': {'N': '1'}}}");
        client.close();
        client = new DynamodbClient(folder.resolve("store"));
        assertThat(client.call("GetItem", "{'TableName': 'things', 'Key': {'pk': {'S': 'a'}}}")
                        .get("Item"))
                .isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '1'}}"));
    }

    @Test
    void pagesEndAtOneMegabyte() {
        for (int i = 0; i < 5; i++) {
            client.call(
                    "PutItem",
                    "{'TableName': 'things', 'Item': {'pk': {'S': '" + i + "'}, 'x': {'S': '" + "x".repeat(300_000)
                            + "'}}}");
        }
        Map<String, Object> first = client.call("Scan", "{'TableName': 'things'}");
        assertThat(first.get("Count").toString()).isEqualTo("4");
        assertThat(first).containsKey("LastEvaluatedKey");
    }
}
