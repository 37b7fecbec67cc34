package dev.virga.services.dynamodb;

import static dev.virga.services.dynamodb.DynamodbClient.parse;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
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
}
