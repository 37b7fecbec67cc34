package dev.virga.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The messages are those of AWS.
class ExpressionErrorsTest {
    private static final String OVERLAP = "with each other; must remove or rewrite one of these paths; ";

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

    /// Expression, then names and values as JSON or empty, then what follows "Invalid …Expression:
    /// ".
    private static final List<List<String>> UPDATES = List.of(
            List.of("", "", "", "The expression can not be empty;"),
            List.of("INVALID SYNTAX HERE", "", "", "Syntax error; token: 'INVALID', near: 'INVALID SYNTAX'"),
            List.of("ADD hits : incr", "", "", "Syntax error; token: ':', near: 'hits : incr'"),
            List.of("SET a = :a, SET b = :a", "", "':a': {'S': 'x'}", "Syntax error; token: 'b', near: 'SET b ='"),
            List.of("SET path = VALUE 1", "", "", "Syntax error; token: '1', near: 'VALUE 1'"),
            List.of("SET a", "", "", "Syntax error; token: '<EOF>', near: 'a'"),
            List.of("SET a = ", "", "", "Syntax error; token: '<EOF>', near: '='"),
            List.of("SET a = :a + :a + :a", "", "':a': {'N': '1'}", "Syntax error; token: '+', near: ':a + :a'"),
            List.of("REMOVE a[x]", "", "", "Syntax error; token: 'x', near: '[x]'"),
            List.of("ADD a b", "", "", "Syntax error; token: 'b', near: 'a b'"),
            List.of(
                    "SET a = :a REMOVE b SET c = :a",
                    "",
                    "':a': {'S': 'x'}",
                    "The 'SET' section can only be used once in an update expression;"),
            List.of(
                    "SET status = :s",
                    "",
                    "':s': {'S': 'x'}",
                    "Attribute name is a reserved keyword; reserved keyword: status"),
            List.of(
                    "SET a = :b",
                    "",
                    "':a': {'S': 'x'}",
                    "An expression attribute value used in expression is not defined; attribute value: :b"),
            List.of(
                    "SET #b = :a",
                    "",
                    "':a': {'S': 'x'}",
                    "An expression attribute name used in the document path is not defined; attribute name: #b"),
            List.of("SET a = frob(b)", "", "", "Invalid function name; function: frob"),
            List.of(
                    "SET a = if_not_exists(a)",
                    "",
                    "",
                    "Incorrect number of operands for operator or function; operator or function: if_not_exists, number"
                            + " of operands: 1"),
            List.of(
                    "SET a = if_not_exists(:a, :a)",
                    "",
                    "':a': {'S': 'x'}",
                    "Operator or function requires a document path; operator or function: if_not_exists"),
            List.of(
                    "SET a = list_append(a, :a)",
                    "",
                    "':a': {'S': 'x'}",
                    "Incorrect operand type for operator or function; operator or function: list_append, operand type: S"),
            List.of(
                    "SET a = b + :a",
                    "",
                    "':a': {'S': 'x'}",
                    "Incorrect operand type for operator or function; operator or function: +, operand type: S"),
            List.of(
                    "ADD a :a",
                    "",
                    "':a': {'S': 'x'}",
                    "Incorrect operand type for operator or function; operator: ADD, operand type: STRING"),
            List.of(
                    "DELETE a :a",
                    "",
                    "':a': {'N': '1'}",
                    "Incorrect operand type for operator or function; operator: DELETE, operand type: NUMBER"),
            List.of(
                    "SET a = :a, a = :a",
                    "",
                    "':a': {'N': '1'}",
                    "Two document paths overlap " + OVERLAP + "path one: [a], path two: [a]"),
            List.of(
                    "SET a.b = :a REMOVE a.b[0].c",
                    "",
                    "':a': {'N': '1'}",
                    "Two document paths overlap " + OVERLAP + "path one: [a, b], path two: [a, b, [0], c]"),
            List.of(
                    "SET a.b = :a REMOVE a[0]",
                    "",
                    "':a': {'N': '1'}",
                    "Two document paths conflict " + OVERLAP + "path one: [a, b], path two: [a, [0]]"));

    @Test
    void updateExpressionsThatMakeNoSenseAreRefused() {
        SoftAssertions all = new SoftAssertions();
        for (List<String> c : UPDATES) {
            String request = """
                    {'TableName': 'things', 'Key': {'pk': {'S': 'a'}}, 'UpdateExpression': '%s' %s %s}
                    """.formatted(
                            c.get(0),
                            c.get(1).isEmpty() ? "" : ", 'ExpressionAttributeNames': {" + c.get(1) + "}",
                            c.get(2).isEmpty() ? "" : ", 'ExpressionAttributeValues': {" + c.get(2) + "}");
            all.assertThat(client.error("UpdateItem", request))
                    .as(c.get(0))
                    .isEqualTo("ValidationException: Invalid UpdateExpression: "
                            + c.get(3).replace('\'', '"'));
        }
        all.assertAll();
    }

    private static final List<List<String>> CONDITIONS = List.of(
            List.of("", "", "The expression can not be empty;"),
            List.of("a = ", "", "Syntax error; token: '<EOF>', near: '='"),
            List.of("a", "", "Syntax error; token: '<EOF>', near: 'a'"),
            List.of("a = :a b", "':a': {'S': 'x'}", "Syntax error; token: 'b', near: ':a b'"),
            List.of("a = :a AND", "':a': {'S': 'x'}", "Syntax error; token: '<EOF>', near: 'AND'"),
            List.of("((a = :a))", "':a': {'S': 'x'}", "The expression has redundant parentheses;"),
            List.of(
                    "a = :b",
                    "",
                    "An expression attribute value used in expression is not defined; attribute value: :b"),
            List.of("name = :a", "':a': {'S': 'x'}", "Attribute name is a reserved keyword; reserved keyword: name"),
            List.of("frob(a)", "", "Invalid function name; function: frob"),
            List.of("size(a)", "", "The function is not allowed to be used this way in an expression; function: size"),
            List.of(
                    "attribute_exists(a) = :a",
                    "':a': {'S': 'x'}",
                    "The function is not allowed to be used this way in an expression; function: attribute_exists"),
            List.of(
                    "attribute_exists(a, b)",
                    "",
                    "Incorrect number of operands for operator or function; operator or function: attribute_exists, number"
                            + " of operands: 2"),
            List.of(
                    "attribute_exists(:a)",
                    "':a': {'S': 'x'}",
                    "Operator or function requires a document path; operator or function: attribute_exists"),
            List.of(
                    "begins_with(a, :a)",
                    "':a': {'N': '1'}",
                    "Incorrect operand type for operator or function; operator or function: begins_with, operand type: N"),
            List.of(
                    "attribute_type(a, :a)",
                    "':a': {'S': 'X'}",
                    "Invalid attribute type name found; type: X, valid types: {B,NULL,SS,BOOL,L,BS,N,NS,S,M}"),
            List.of(
                    "a = a",
                    "",
                    "The first operand must be distinct from the remaining operands for this operator or function;"
                            + " operator: =, first operand: [a]"),
            List.of(
                    "a < :a",
                    "':a': {'BOOL': true}",
                    "Incorrect operand type for operator or function; operator: <, operand type: BOOL"),
            List.of(
                    "a BETWEEN :b AND :a",
                    "':a': {'N': '1'}, ':b': {'N': '2'}",
                    "The BETWEEN operator requires upper bound to be greater than or equal to lower bound; lower bound"
                            + " operand: AttributeValue: {N:2}, upper bound operand: AttributeValue: {N:1}"));

    @Test
    void conditionsThatMakeNoSenseAreRefused() {
        SoftAssertions all = new SoftAssertions();
        for (List<String> c : CONDITIONS) {
            String request = """
                    {'TableName': 'things', 'Item': {'pk': {'S': 'a'}}, 'ConditionExpression': '%s' %s}
                    """.formatted(
                            c.get(0), c.get(1).isEmpty() ? "" : ", 'ExpressionAttributeValues': {" + c.get(1) + "}");
            all.assertThat(client.error("PutItem", request))
                    .as(c.get(0))
                    .isEqualTo("ValidationException: Invalid ConditionExpression: "
                            + c.get(2).replace('\'', '"'));
        }
        all.assertAll();
    }

    @Test
    void parametersThatDoNotGoTogetherAreRefused() {
        String put = "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}}, %s}";
        List<List<String>> cases = List.of(
                List.of(
                        "'ExpressionAttributeNames': {'#a': 'a'}",
                        "ExpressionAttributeNames can only be specified when using expressions"),
                List.of(
                        "'ExpressionAttributeValues': {':a': {'S': 'a'}}",
                        "ExpressionAttributeValues can only be specified when using expressions: ConditionExpression is"
                                + " null"),
                List.of(
                        "'ConditionExpression': 'attribute_exists(a)', 'Expected': {}",
                        "Can not use both expression and non-expression parameters in the same request: Non-expression"
                                + " parameters: {Expected} Expression parameters: {ConditionExpression}"),
                List.of(
                        "'ConditionExpression': 'attribute_exists(a)', 'ExpressionAttributeValues': {':a': {'S': 'x'}}",
                        "Value provided in ExpressionAttributeValues unused in expressions: keys: {:a}"),
                List.of(
                        "'ConditionExpression': 'attribute_exists(a)', 'ExpressionAttributeNames': {'#a': 'x'}",
                        "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}"),
                List.of(
                        "'ConditionExpression': 'a = :a', 'ExpressionAttributeValues': {':a': {'N': 'x'}}",
                        "ExpressionAttributeValues contains invalid value: The parameter cannot be converted to a numeric"
                                + " value: x for key :a"),
                List.of(
                        "'ConditionExpression': 'a = :a', 'ExpressionAttributeValues': {'a': {'N': '1'}}",
                        "ExpressionAttributeValues contains invalid key: Syntax error; key: \"a\""),
                List.of("'ReturnValues': 'ALL_NEW'", "Return values set to invalid value"));
        SoftAssertions all = new SoftAssertions();
        for (List<String> c : cases) {
            all.assertThat(client.error("PutItem", put.formatted(c.get(0))))
                    .as(c.get(0))
                    .isEqualTo("ValidationException: " + c.get(1));
        }
        all.assertAll();
    }

    @Test
    void expressionsAreBounded() {
        String deep = "NOT ".repeat(200) + "attribute_exists(a)";
        String parentheses = "(".repeat(2000) + "a" + ")".repeat(2000);
        String many = "attribute_exists(a)" + " OR attribute_exists(a)".repeat(160);
        String large = "attribute_exists(" + "a".repeat(5000) + ")";
        List<String> messages = new ArrayList<>();
        for (String expression : List.of(deep, parentheses, many, large)) {
            messages.add(client.error(
                    "PutItem",
                    "{'TableName': 'things', 'Item': {'pk': {'S': 'a'}}, 'ConditionExpression': '" + expression
                            + "'}"));
        }
        assertThat(messages).allMatch(m -> m.startsWith("ValidationException: Invalid ConditionExpression: "));
    }
}
