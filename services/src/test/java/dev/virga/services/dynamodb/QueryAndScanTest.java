package dev.virga.services.dynamodb;

import static dev.virga.services.dynamodb.DynamodbClient.parse;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.wire.Json;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Random items, changes and queries against a map that does the same the simple way.
class QueryAndScanTest {
    private static final String TABLE = """
            {'TableName': 'model', 'BillingMode': 'PAY_PER_REQUEST',
             'AttributeDefinitions': [{'AttributeName': 'p', 'AttributeType': 'S'}, {'AttributeName': 's', 'AttributeType': 'N'},
                {'AttributeName': 'g', 'AttributeType': 'S'}, {'AttributeName': 'h', 'AttributeType': 'S'}],
             'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 's', 'KeyType': 'RANGE'}],
             'LocalSecondaryIndexes': [{'IndexName': 'local', 'Projection': {'ProjectionType': 'KEYS_ONLY'},
                'KeySchema': [{'AttributeName': 'p', 'KeyType': 'HASH'}, {'AttributeName': 'h', 'KeyType': 'RANGE'}]}],
             'GlobalSecondaryIndexes': [{'IndexName': 'global', 'Projection': {'ProjectionType': 'ALL'},
                'KeySchema': [{'AttributeName': 'g', 'KeyType': 'HASH'}, {'AttributeName': 'h', 'KeyType': 'RANGE'}]}]}
            """;

    @TempDir
    Path folder;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final Map<List<String>, Map<String, Object>> model = new LinkedHashMap<>();
    private DynamodbClient client;

    @BeforeEach
    void open() {
        System.out.println("seed " + seed);
        client = new DynamodbClient(folder.resolve("store"));
        client.call("CreateTable", TABLE);
    }

    @AfterEach
    void close() {
        client.close();
    }

    @Test
    void queriesAndScansFindWhatASimpleModelFinds() {
        for (int i = 0; i < 400; i++) {
            change();
        }
        for (int i = 0; i < 60; i++) {
            query();
        }
        scan(null, 1);
        scan(null, 3);
        scan("global", 2);
        scan("local", 1);
    }

    private static String value(Map<String, Object> item, String name) {
        return (String) ((Map<?, ?>) item.get(name)).values().iterator().next();
    }

    private void change() {
        String p = "p" + random.nextInt(4);
        String s = new BigDecimal(random.nextInt(60) - 30)
                .movePointLeft(random.nextInt(2))
                .stripTrailingZeros()
                .toPlainString();
        List<String> key = List.of(p, s);
        String keyJson = "'p': {'S': '" + p + "'}, 's': {'N': '" + s + "'}";
        int kind = random.nextInt(10);
        if (kind < 2) {
            client.call("DeleteItem", "{'TableName': 'model', 'Key': {" + keyJson + "}}");
            model.remove(key);
        } else if (kind < 4) {
            String h = text();
            Map<String, Object> answer = client.call(
                    "UpdateItem",
                    "{'TableName': 'model', 'Key': {" + keyJson + "}, 'UpdateExpression': 'SET h = :h REMOVE g',"
                            + " 'ExpressionAttributeValues': {':h': {'S': '" + h + "'}}, 'ReturnValues': 'ALL_NEW'}");
            model.put(key, asMap(answer.get("Attributes")));
        } else {
            String item = "{" + keyJson + ", 'x': {'N': '" + random.nextInt(5) + "'}"
                    + (random.nextInt(4) > 0 ? ", 'g': {'S': 'g" + random.nextInt(3) + "'}" : "")
                    + (random.nextInt(4) > 0 ? ", 'h': {'S': '" + text() + "'}" : "") + "}";
            if (kind < 8) {
                client.call("PutItem", "{'TableName': 'model', 'Item': " + item + "}");
            } else {
                client.call("BatchWriteItem", "{'RequestItems': {'model': [{'PutRequest': {'Item': " + item + "}}]}}");
            }
            model.put(key, asMap(parse(item)));
        }
    }

    private String text() {
        String[] letters = {"a", "b", "ä", "€", "😀", "\\u0000"};
        StringBuilder text = new StringBuilder("h");
        for (int i = random.nextInt(3); i > 0; i--) {
            text.append(letters[random.nextInt(letters.length)]);
        }
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> asMap(Object value) {
        return (Map<String, Object>) value;
    }

    private void query() {
        String index = new String[] {null, "local", "global"}[random.nextInt(3)];
        String partition = "global".equals(index) ? "g" : "p";
        String sort = index == null ? "s" : "h";
        String wanted = partition + random.nextInt(4);
        boolean forward = random.nextBoolean();
        String low = index == null ? String.valueOf(random.nextInt(60) - 30) : unescape(text());
        String high = index == null ? String.valueOf(random.nextInt(60) - 30) : unescape(text());
        if (compareSort(sort, low, high) > 0) {
            String swap = low;
            low = high;
            high = swap;
        }
        String from = low;
        String to = high;
        Map<String, Object> values = new LinkedHashMap<>(Map.of(":p", Map.of("S", wanted)));
        String type = index == null ? "N" : "S";
        String expression = partition + " = :p";
        Predicate<String> matches = v -> true;
        switch (random.nextInt(index == null ? 4 : 5)) {
            case 1 -> {
                expression += " AND " + sort + " > :l";
                values.put(":l", Map.of(type, from));
                matches = v -> compareSort(sort, v, from) > 0;
            }
            case 2 -> {
                expression += " AND " + sort + " <= :l";
                values.put(":l", Map.of(type, from));
                matches = v -> compareSort(sort, v, from) <= 0;
            }
            case 3 -> {
                expression += " AND " + sort + " BETWEEN :l AND :h";
                values.put(":l", Map.of(type, from));
                values.put(":h", Map.of(type, to));
                matches = v -> compareSort(sort, v, from) >= 0 && compareSort(sort, v, to) <= 0;
            }
            case 4 -> {
                expression += " AND begins_with(" + sort + ", :l)";
                values.put(":l", Map.of(type, from));
                matches = v -> v.startsWith(from);
            }
            default -> {}
        }
        Map<String, Object> request = new LinkedHashMap<>();
        request.put("TableName", "model");
        request.put("KeyConditionExpression", expression);
        request.put("ScanIndexForward", forward);
        request.put("Limit", 1 + random.nextInt(6));
        if (index != null) {
            request.put("IndexName", index);
        }
        if ("local".equals(index)) {
            request.put("Select", "ALL_ATTRIBUTES");
        }
        boolean filtered = random.nextBoolean();
        if (filtered) {
            request.put("FilterExpression", "x > :x");
            values.put(":x", Map.of("N", "1"));
        }
        request.put("ExpressionAttributeValues", values);
        List<Map<String, Object>> expected = expected(partition, wanted, sort, matches, filtered);
        if (!forward) {
            expected = expected.reversed();
        }
        List<Map<String, Object>> found = pages("Query", request);
        assertThat(new HashSet<>(found)).as("%s, seed %d", request, seed).isEqualTo(new HashSet<>(expected));
        assertThat(found.stream().map(i -> value(i, sort)).toList())
                .as("%s, seed %d", request, seed)
                .isEqualTo(expected.stream().map(i -> value(i, sort)).toList());
    }

    private static String unescape(String text) {
        return text.replace("\\u0000", "\0");
    }

    private static int compareSort(String sort, String left, String right) {
        return sort.equals("s")
                ? new BigDecimal(left).compareTo(new BigDecimal(right))
                : AttributeValues.compareUtf8(left, right);
    }

    private List<Map<String, Object>> expected(
            String partition, String wanted, String sort, Predicate<String> matches, boolean filtered) {
        List<Map<String, Object>> expected = new ArrayList<>();
        for (Map<String, Object> item : model.values()) {
            boolean passes =
                    !filtered || (item.containsKey("x") && value(item, "x").compareTo("1") > 0);
            if (item.containsKey(partition)
                    && item.containsKey(sort)
                    && value(item, partition).equals(wanted)
                    && matches.test(value(item, sort))
                    && passes) {
                expected.add(item);
            }
        }
        expected.sort(Comparator.comparing(i -> value(i, sort), (a, b) -> compareSort(sort, a, b)));
        return expected;
    }

    private List<Map<String, Object>> pages(String operation, Map<String, Object> request) {
        List<Map<String, Object>> found = new ArrayList<>();
        Object start = null;
        do {
            Map<String, Object> page = new LinkedHashMap<>(request);
            if (start != null) {
                page.put("ExclusiveStartKey", start);
            }
            Map<String, Object> answer = client.call(operation, Json.write(page));
            for (Object item : (List<?>) answer.get("Items")) {
                found.add(asMap(item));
            }
            start = answer.get("LastEvaluatedKey");
        } while (start != null);
        return found;
    }

    private void scan(String index, int segments) {
        List<Map<String, Object>> found = new ArrayList<>();
        for (int segment = 0; segment < segments; segment++) {
            Map<String, Object> request = new LinkedHashMap<>();
            request.put("TableName", "model");
            request.put("Limit", 7);
            request.put("Segment", segment);
            request.put("TotalSegments", segments);
            if (index != null) {
                request.put("IndexName", index);
                if (index.equals("local")) {
                    request.put("Select", "ALL_ATTRIBUTES");
                }
            }
            found.addAll(pages("Scan", request));
        }
        Set<Map<String, Object>> expected = new HashSet<>();
        for (Map<String, Object> item : model.values()) {
            boolean inIndex =
                    index == null || (item.containsKey("h") && (index.equals("local") || item.containsKey("g")));
            if (inIndex) {
                expected.add(item);
            }
        }
        assertThat(found).as("scan of %s, seed %d", index, seed).hasSameSizeAs(expected);
        assertThat(new HashSet<>(found)).as("scan of %s, seed %d", index, seed).isEqualTo(expected);
    }

    @Test
    void queriesThatCannotBeAnsweredAreRefused() {
        String query = "{'TableName': 'model', 'ExpressionAttributeValues': {':p': {'S': 'x'}}, %s}";
        List<List<String>> cases = List.of(
                List.of("'KeyConditionExpression': 's = :p'", "Query condition missed key schema element: p"),
                List.of("'KeyConditionExpression': 'p > :p'", "Query key condition not supported"),
                List.of(
                        "'KeyConditionExpression': 'p = :p AND s = :p'",
                        "One or more parameter values were invalid: Condition parameter type does not match schema type"),
                List.of(
                        "'KeyConditionExpression': 'p = :p OR p = :p'",
                        "Invalid operator used in KeyConditionExpression: OR"),
                List.of("'KeyConditionExpression': 'p IN (:p)'", "Invalid operator used in KeyConditionExpression: IN"),
                List.of(
                        "'KeyConditionExpression': 'p = :p', 'IndexName': 'none'",
                        "The table does not have the specified index: none"),
                List.of(
                        "'KeyConditionExpression': 'g = :p', 'IndexName': 'global', 'ConsistentRead': true",
                        "Consistent reads are not supported on global secondary indexes"),
                List.of(
                        "'KeyConditionExpression': 'p = :p', 'FilterExpression': 's = :p'",
                        "Filter Expression can only contain non-primary key attributes: Primary key attribute: s"),
                List.of(
                        "'KeyConditionExpression': 'p = :p', 'ExclusiveStartKey': {'p': {'S': 'x'}}",
                        "The provided starting key is invalid"),
                List.of(
                        "'KeyConditionExpression': 'p = :p', 'ExclusiveStartKey': {'p': {'S': 'y'}, 's': {'N': '1'}}",
                        "The provided starting key is outside query boundaries based on provided conditions"),
                List.of(
                        "'KeyConditionExpression': 'p = :p', 'Select': 'COUNT', 'ProjectionExpression': 'x'",
                        "Cannot specify the ProjectionExpression when choosing to get only the Count"));
        for (List<String> c : cases) {
            assertThat(client.error("Query", query.formatted(c.get(0))))
                    .as(c.get(0))
                    .isEqualTo("ValidationException: " + c.get(1));
        }
    }
}
