package dev.virga.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConditionTest {
    private static final String ITEM = """
            {'pk': {'S': 'a'}, 's': {'S': 'hello'}, 'n': {'N': '10'}, 'b': {'B': 'AAEC'}, 't': {'BOOL': true},
             'z': {'NULL': true}, 'ss': {'SS': ['x', 'y']}, 'ns': {'NS': ['1', '2']}, 'bs': {'BS': ['AA==']},
             'l': {'L': [{'S': 'x'}, {'N': '1'}, {'M': {'deep': {'S': 'd'}}}]}, 'm': {'M': {'k': {'N': '3'}}}}
            """;

    private static final String VALUES = """
            ':hello': {'S': 'hello'}, ':hel': {'S': 'hel'}, ':x': {'S': 'x'}, ':d': {'S': 'd'}, ':S': {'S': 'S'},
            ':1': {'N': '1'}, ':3': {'N': '3'}, ':9': {'N': '9'}, ':10': {'N': '10.0'}, ':11': {'N': '1.1e1'},
            ':b': {'B': 'AAEC'}, ':b0': {'B': 'AA=='}, ':yx': {'SS': ['y', 'x']}, ':true': {'BOOL': true},
            ':list': {'L': [{'S': 'x'}, {'N': '1.0'}, {'M': {'deep': {'S': 'd'}}}]}, ':null': {'NULL': true}
            """;

    private static final List<String> TRUE = List.of(
            "s = :hello",
            "n = :10",
            "b = :b",
            "ss = :yx",
            "l = :list",
            "z = :null",
            "s <> :x",
            "gone <> :x",
            "n < :11",
            "n >= :10",
            "n <= :10",
            "n > :9",
            "s > :hel",
            "n BETWEEN :9 AND :11",
            "n IN (:9, :10)",
            "attribute_exists(m.k)",
            "attribute_not_exists(m.q)",
            "attribute_exists(l[2].deep)",
            "attribute_not_exists(l[3])",
            "attribute_not_exists(s.k)",
            "attribute_type(s, :S)",
            "begins_with(s, :hel)",
            "begins_with(b, :b0)",
            "contains(s, :hel)",
            "contains(ss, :x)",
            "contains(ns, :1)",
            "contains(bs, :b0)",
            "contains(b, :b0)",
            "contains(l, :1)",
            "size(l) = :3",
            "size(b) = :3",
            "size(m) = :1",
            "m.k = :3",
            "l[2].deep = :d",
            "NOT s = :x",
            "s = :x OR n = :10 AND t = :true",
            "(s = :x OR n = :10) AND t = :true",
            "NOT (s = :x AND n = :10)",
            ":hello = s",
            "s = :hello and n = :10 or s = :x");

    private static final List<String> FALSE = List.of(
            "s = :x",
            "n = :hello",
            "n < :hello",
            "gone = :x",
            "gone < :9",
            "s < :9",
            "n BETWEEN :hel AND :x",
            "gone IN (:9, :10)",
            "attribute_exists(gone)",
            "attribute_type(n, :S)",
            "begins_with(n, :hel)",
            "contains(gone, :x)",
            "contains(ss, :hello)",
            "size(n) = :3",
            "size(gone) = :3",
            "s = :x AND n = :10 OR t = :null",
            "NOT attribute_exists(s)");

    @TempDir
    Path folder;

    @Test
    void conditionsMeanWhatDynamodbSaysTheyMean() {
        try (DynamodbClient client = new DynamodbClient(folder.resolve("store"))) {
            client.createTable("things");
            client.call("PutItem", "{'TableName': 'things', 'Item': " + ITEM + "}");
            SoftAssertions all = new SoftAssertions();
            TRUE.forEach(e -> all.assertThat(matches(client, e)).as(e).isTrue());
            FALSE.forEach(e -> all.assertThat(matches(client, e)).as(e).isFalse());
            all.assertAll();
        }
    }

    private static boolean matches(DynamodbClient client, String expression) {
        StringBuilder used = new StringBuilder();
        Map<?, ?> values = (Map<?, ?>) DynamodbClient.parse("{" + VALUES + "}");
        values.forEach((name, value) -> {
            if (expression.matches(".*" + name + "\\b.*")) {
                used.append(used.isEmpty() ? "" : ", ")
                        .append("'" + name + "': ")
                        .append(dev.virga.wire.Json.write(value));
            }
        });
        Map<String, Object> answer = client.call(
                "Scan",
                "{'TableName': 'things', 'FilterExpression': '" + expression + "'"
                        + (used.isEmpty() ? "" : ", 'ExpressionAttributeValues': {" + used + "}") + "}");
        assertThat(answer.get("ScannedCount").toString()).isEqualTo("1");
        return answer.get("Count").toString().equals("1");
    }
}
