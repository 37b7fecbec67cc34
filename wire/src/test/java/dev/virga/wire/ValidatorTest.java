package dev.virga.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every kind of constraint, alone and with others, in AWS's wording.
class ValidatorTest {
    private static final Model DYNAMODB = TestModels.load("dynamodb");
    private static final Model CONSTRAINTS = TestModels.own("constraints");

    private static List<String> violations(Model model, String operation, byte[] json) {
        Headers headers =
                new Headers().add("Content-Type", "application/x-amz-json-1.1").add("X-Amz-Target", "x." + operation);
        HttpRequest request = new HttpRequest("POST", "/", null, headers, Body.of(json), "127.0.0.1", false);
        Decoded decoded = Wire.decode(model, request, 1 << 20);
        return Validator.check(decoded.op().input(), decoded.input());
    }

    private static List<String> violations(String operation, String json) {
        return violations(DYNAMODB, operation, json.getBytes(StandardCharsets.UTF_8));
    }

    /// Where a case says nothing of it, what is required is there.
    @Test
    void everyConstraintIsWordedAsTheFileSays() {
        List<Vectors.Case> cases = Vectors.file("validation");
        List<String> wrong = new ArrayList<>();
        for (Vectors.Case one : cases) {
            boolean bare = Boolean.TRUE.equals(one.more().get("bare"));
            Object input = bare ? one.input() : List.of("{\"Needed\":\"x\",", one.input(), "}");
            List<String> found = violations(CONSTRAINTS, "Check", Vectors.bytes(input));
            if (!found.equals(one.value())) {
                wrong.add(one.name() + ": " + Json.write(found));
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(cases).hasSizeGreaterThanOrEqualTo(40);
        System.out.println("[count] Vectors, validation: " + cases.size() + " worded as AWS does");
    }

    @Test
    void severalViolationsAreToldAtOnceAndCounted() {
        assertThat(Validator.message(violations("PutItem", "{}")))
                .isEqualTo("2 validation errors detected:"
                        + " Value null at 'tableName' failed to satisfy constraint: Member must not be null;"
                        + " Value null at 'item' failed to satisfy constraint: Member must not be null");
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
    void theWalkEndsAfterSoManyViolations() {
        String inner = "{},".repeat(3 * Validator.MAX_VIOLATIONS) + "{}";
        String json = "{\"Needed\":\"x\",\"Inners\":[" + inner + "]}";
        assertThat(violations(CONSTRAINTS, "Check", json.getBytes(StandardCharsets.UTF_8)))
                .hasSizeBetween(Validator.MAX_VIOLATIONS, Validator.MAX_VIOLATIONS + 2);
    }

    /// Each service has its own name for it.
    @ParameterizedTest
    @CsvSource({
        "dynamodb, ValidationException",
        "kms, ValidationException",
        "lambda, ValidationException",
        "secretsmanager, ValidationException",
        "ssm, ValidationException",
        "sqs, ValidationException",
        "logs, InvalidParameterException",
        "apigatewayv2, BadRequestException",
        "s3, InvalidArgument",
        "iam, ValidationError",
        "sts, ValidationError",
        "cloudformation, ValidationError",
    })
    void eachServiceHasItsOwnCode(String service, String code) {
        Model model = TestModels.load(service);
        int refused = 0;
        for (Op<?, ?> op : model.ops().values()) {
            Struct empty = op.input().make(new Object[op.input().members().size()]);
            if (!Validator.check(op.input(), empty).isEmpty()) {
                refused++;
                assertThatThrownBy(() -> Validator.require(op, empty)).isInstanceOfSatisfying(AwsException.class, e -> {
                    assertThat(e.code()).isEqualTo(code);
                    assertThat(e.status()).isEqualTo(400);
                    assertThat(e.getMessage()).matches("(?s)[0-9]+ validation errors? detected: .*");
                });
            }
        }
        assertThat(refused).isPositive();
    }
}
