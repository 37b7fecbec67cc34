package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValidatorTest {
    private static final Model DYNAMODB = TestModels.load("dynamodb");

    private static List<String> violations(String operation, String json) {
        Headers headers = new Headers()
                .add("Content-Type", "application/x-amz-json-1.0")
                .add("X-Amz-Target", "DynamoDB_20120810." + operation);
        Body body = Body.of(json.getBytes(StandardCharsets.UTF_8));
        HttpRequest request = new HttpRequest("POST", "/", null, headers, body, "127.0.0.1", false);
        Decoded decoded = Wire.decode(DYNAMODB, request, 1 << 20);
        return Validator.check(decoded.op().input(), decoded.input());
    }

    @Test
    void whatIsMissingIsNamed() {
        assertThat(Validator.message(violations("PutItem", "{}")))
                .isEqualTo("2 validation errors detected:"
                        + " Value null at 'tableName' failed to satisfy constraint: Member must not be null;"
                        + " Value null at 'item' failed to satisfy constraint: Member must not be null");
    }

    @Test
    void enumsNameTheirValues() {
        assertThat(Validator.message(
                        violations("PutItem", "{\"TableName\":\"table\",\"Item\":{},\"ReturnValues\":\"SOME\"}")))
                .isEqualTo("1 validation error detected: Value 'SOME' at 'returnValues' failed to satisfy constraint:"
                        + " Member must satisfy enum value set:"
                        + " [NONE, ALL_OLD, UPDATED_OLD, ALL_NEW, UPDATED_NEW]");
    }

    @Test
    void aMapIsToBlameForItsValues() {
        assertThat(violations("BatchWriteItem", "{\"RequestItems\":{\"table\":[]}}"))
                .containsExactly("Value '{table=[]}' at 'requestItems' failed to satisfy constraint: Map value must"
                        + " satisfy constraint: [Member must have length less than or equal to 25, Member must have"
                        + " length greater than or equal to 1]");
    }

    @Test
    void numbersAndDepthsHaveTheirPaths() {
        assertThat(violations("Query", "{\"TableName\":\"table\",\"Limit\":0}"))
                .containsExactly("Value '0' at 'limit' failed to satisfy constraint: Member must have value greater"
                        + " than or equal to 1");
        assertThat(violations("TagResource", "{\"ResourceArn\":\"arn\",\"Tags\":[{\"Key\":\"a\"}]}"))
                .containsExactly("Value null at 'tags.1.member.value' failed to satisfy constraint: Member must not"
                        + " be null");
    }

    @Test
    void unknownMembersAreCountedAndNamed() {
        Headers headers = new Headers().add("X-Amz-Target", "DynamoDB_20120810.ListTables");
        Body body = Body.of("{\"Limit\":1,\"Limits\":{\"a\":[]},\"x\":null}".getBytes(StandardCharsets.UTF_8));
        Decoded decoded = Wire.decode(DYNAMODB, new HttpRequest("POST", "/", null, headers, body, "", false), 1 << 20);
        assertThat(decoded.unknownMembers()).isEqualTo(2);
        assertThat(decoded.unknownNames()).containsExactly("ListTablesInput.Limits", "ListTablesInput.x");
    }
}
