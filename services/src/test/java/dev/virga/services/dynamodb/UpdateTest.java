package dev.virga.services.dynamodb;

import static dev.virga.services.dynamodb.DynamodbClient.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UpdateTest {
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

    /// Item without its key, expression, values, then the item or `! ` and the error.
    private static final List<List<String>> CASES = List.of(
            List.of("", "SET a = :a", "':a': {'S': 'x'}", "'a': {'S': 'x'}"),
            List.of("'n': {'N': '1'}", "SET n = n + :a", "':a': {'N': '0.5'}", "'n': {'N': '1.5'}"),
            List.of("'n': {'N': '1'}", "SET n = :a - n, o = n", "':a': {'N': '3'}", "'n': {'N': '2'}, 'o': {'N': '1'}"),
            List.of("", "SET n = if_not_exists(n, :z) + :a", "':z': {'N': '0'}, ':a': {'N': '1'}", "'n': {'N': '1'}"),
            List.of(
                    "'l': {'L': [{'N': '1'}]}",
                    "SET l = list_append(l, :a), m = list_append(:a, l)",
                    "':a': {'L': [{'N': '2'}]}",
                    "'l': {'L': [{'N': '1'}, {'N': '2'}]}, 'm': {'L': [{'N': '2'}, {'N': '1'}]}"),
            List.of(
                    "'l': {'L': [{'N': '0'}, {'N': '1'}, {'N': '2'}]}",
                    "SET l[1] = :a, l[9] = :b, l[7] = :c REMOVE l[0]",
                    "':a': {'S': 'a'}, ':b': {'S': 'b'}, ':c': {'S': 'c'}",
                    "'l': {'L': [{'S': 'a'}, {'N': '2'}, {'S': 'c'}, {'S': 'b'}]}"),
            List.of(
                    "'m': {'M': {'x': {'M': {'y': {'N': '1'}}}}}",
                    "SET m.x.z = m.x.y, m.q = :a REMOVE m.x.y",
                    "':a': {'NULL': true}",
                    "'m': {'M': {'x': {'M': {'z': {'N': '1'}}}, 'q': {'NULL': true}}}"),
            List.of("'a': {'S': 'x'}, 'b': {'S': 'y'}", "REMOVE a, c", "", "'b': {'S': 'y'}"),
            List.of("", "ADD n :a", "':a': {'N': '5'}", "'n': {'N': '5'}"),
            List.of("'n': {'N': '-7'}", "ADD n :a", "':a': {'N': '5'}", "'n': {'N': '-2'}"),
            List.of("'s': {'SS': ['a']}", "ADD s :a", "':a': {'SS': ['a', 'b']}", "'s': {'SS': ['a', 'b']}"),
            List.of("'s': {'NS': ['1', '2']}", "DELETE s :a", "':a': {'NS': ['2.0', '3']}", "'s': {'NS': ['1']}"),
            List.of("'s': {'BS': ['AA==']}", "DELETE s :a", "':a': {'BS': ['AA==']}", ""),
            List.of("", "DELETE s :a", "':a': {'SS': ['x']}", ""),
            List.of(
                    "'n': {'N': '99999999999999999999999999999999999998'}",
                    "ADD n :a",
                    "':a': {'N': '1'}",
                    "'n': {'N': '99999999999999999999999999999999999999'}"),
            List.of(
                    "'n': {'N': '1'}",
                    "SET n = n + :a",
                    "':a': {'N': '1e40'}",
                    "! Attempting to store more than 38 significant digits in a Number"),
            List.of(
                    "'n': {'S': '1'}",
                    "SET n = n + :a",
                    "':a': {'N': '1'}",
                    "! An operand in the update expression has an incorrect data type"),
            List.of(
                    "'n': {'S': '1'}",
                    "ADD n :a",
                    "':a': {'N': '1'}",
                    "! An operand in the update expression has an incorrect data type"),
            List.of(
                    "",
                    "SET n = o",
                    "",
                    "! The provided expression refers to an attribute that does not exist in the item"),
            List.of(
                    "",
                    "SET m.a = :a",
                    "':a': {'N': '1'}",
                    "! The document path provided in the update expression is invalid for update"),
            List.of(
                    "'m': {'M': {}}",
                    "SET m[0] = :a",
                    "':a': {'N': '1'}",
                    "! The document path provided in the update expression is invalid for update"),
            List.of(
                    "",
                    "SET pk = :a",
                    "':a': {'S': 'x'}",
                    "! One or more parameter values were invalid: Cannot update attribute pk. This attribute is part of the"
                            + " key"));

    @Test
    void updatesDoWhatDynamodbSaysTheyDo() {
        SoftAssertions all = new SoftAssertions();
        for (List<String> c : CASES) {
            String key = "'pk': {'S': 'a'}";
            client.call("DeleteItem", "{'TableName': 'things', 'Key': {" + key + "}}");
            if (!c.get(0).isEmpty()) {
                client.call("PutItem", "{'TableName': 'things', 'Item': {" + key + ", " + c.get(0) + "}}");
            }
            String request = "{'TableName': 'things', 'Key': {" + key + "}, 'ReturnValues': 'ALL_NEW',"
                    + " 'UpdateExpression': '" + c.get(1) + "'"
                    + (c.get(2).isEmpty() ? "" : ", 'ExpressionAttributeValues': {" + c.get(2) + "}") + "}";
            if (c.get(3).startsWith("! ")) {
                all.assertThat(client.error("UpdateItem", request))
                        .as(c.get(1))
                        .isEqualTo("ValidationException: " + c.get(3).substring(2));
            } else {
                String expected = "{" + key + (c.get(3).isEmpty() ? "" : ", " + c.get(3)) + "}";
                all.assertThat(client.call("UpdateItem", request).get("Attributes"))
                        .as(c.get(1))
                        .isEqualTo(parse(expected));
                all.assertThat(client.call("GetItem", "{'TableName': 'things', 'Key': {" + key + "}}")
                                .get("Item"))
                        .as(c.get(1))
                        .isEqualTo(parse(expected));
            }
        }
        all.assertAll();
    }

    @Test
    void eachReturnValueShowsItsPart() {
        String update = """
                {'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'UpdateExpression': 'SET a = :a, m.x = :a REMOVE b',
                 'ExpressionAttributeValues': {':a': {'N': '2'}}, 'ReturnValues': '%s'}
                """;
        String item =
                "{'pk': {'S': 'a'}, 'a': {'N': '1'}, 'b': {'N': '1'}, 'm': {'M': {'x': {'N': '1'}, 'y': {'N': '1'}}}}";
        List<List<String>> cases = List.of(
                List.of("NONE", ""),
                List.of("ALL_OLD", item),
                List.of(
                        "ALL_NEW",
                        "{'pk': {'S': 'a'}, 'a': {'N': '2'}, 'm': {'M': {'x': {'N': '2'}, 'y': {'N': '1'}}}}"),
                List.of("UPDATED_OLD", "{'a': {'N': '1'}, 'b': {'N': '1'}, 'm': {'M': {'x': {'N': '1'}}}}"),
                List.of("UPDATED_NEW", "{'a': {'N': '2'}, 'm': {'M': {'x': {'N': '2'}}}}"));
        for (List<String> c : cases) {
            client.call("PutItem", "{'TableName': 'things', 'Item': " + item + "}");
            assertThat(client.call("UpdateItem", update.formatted(c.get(0))).get("Attributes"))
                    .as(c.get(0))
                    .isEqualTo(c.get(1).isEmpty() ? null : parse(c.get(1)));
        }
    }

    @Test
    void legacyParametersStillWork() {
        client.call(
                "PutItem",
                "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}, 'n': {'N': '1'}, 's': {'SS': ['x', 'y']}}}");
        assertThat(client.call("UpdateItem", """
                                {'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'ReturnValues': 'ALL_NEW',
                                 'Expected': {'n': {'ComparisonOperator': 'LT', 'AttributeValueList': [{'N': '5'}]},
                                              'q': {'Exists': false}},
                                 'AttributeUpdates': {'n': {'Action': 'ADD', 'Value': {'N': '2'}}, 'a': {'Value': {'S': 'v'}},
                                                      's': {'Action': 'DELETE', 'Value': {'SS': ['x']}}}}
                                """).get("Attributes"))
                .isEqualTo(parse("{'pk': {'S': 'a'}, 'n': {'N': '3'}, 's': {'SS': ['y']}, 'a': {'S': 'v'}}"));
        assertThat(
                        client.error(
                                "PutItem",
                                "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}}, 'Expected': {'n': {'Value': {'N': '1'}}}}"))
                .isEqualTo("ConditionalCheckFailedException: The conditional request failed");
    }
}
