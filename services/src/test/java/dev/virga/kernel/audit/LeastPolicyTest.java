package dev.virga.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.kernel.audit.UsedPermissions.Used;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LeastPolicyTest {
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
    private static final String GROUP = "arn:aws:logs:us-east-1:111122223333:log-group:/aws/lambda/f";

    private static Used used(String action, String resource) {
        return new Used(action, resource, 1, Instant.EPOCH, Instant.EPOCH);
    }

    @ParameterizedTest
    @CsvSource({
        "arn:aws:s3:::b/receipts/a.txt, arn:aws:s3:::b/receipts/b.txt, arn:aws:s3:::b/receipts/*",
        "arn:aws:s3:::b/x.txt, arn:aws:s3:::b/y.txt, arn:aws:s3:::b/*",
        "arn:aws:s3:::b/a4b37ca5-85c5-43f3-aa3f-bdbb17ef66b7.txt, , arn:aws:s3:::b/*.txt",
        "arn:aws:s3:::b/settings.json, , arn:aws:s3:::b/settings.json",
        "arn:aws:s3:::b, , arn:aws:s3:::b",
        "arn:aws:dynamodb:r:1:table/t/index/a, arn:aws:dynamodb:r:1:table/t/index/b, arn:aws:dynamodb:r:1:table/t/index/*",
        "arn:aws:dynamodb:r:1:table/t/index/a, , arn:aws:dynamodb:r:1:table/t/index/a",
        "arn:aws:logs:r:1:log-group:/aws/lambda/f:log-stream:2026/x, , arn:aws:logs:r:1:log-group:/aws/lambda/f:*",
    })
    void whatHasANewNameEachTimeBecomesAPattern(String first, String second, String expected) {
        List<String> resources = second == null ? List.of(first) : List.of(first, second);
        assertThat(ResourcePatterns.generalise(resources)).containsExactly(expected);
    }

    @Test
    void actionsOnTheSameResourcesShareAStatementAndLogsAreAlwaysThere() {
        LeastPolicy policy = LeastPolicy.of(
                List.of(
                        used("dynamodb:PutItem", TABLE),
                        used("dynamodb:GetItem", TABLE),
                        used("dynamodb:Query", TABLE + "/index/byCustomer")),
                List.of(GROUP));
        assertThat(policy.document())
                .isEqualTo("{\"Version\":\"2012-10-17\",\"Statement\":["
                        + "{\"Sid\":\"Dynamodb\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:GetItem\","
                        + "\"dynamodb:PutItem\"],\"Resource\":[\"" + TABLE + "\"]},"
                        + "{\"Sid\":\"Dynamodb2\",\"Effect\":\"Allow\",\"Action\":[\"dynamodb:Query\"],"
                        + "\"Resource\":[\"" + TABLE + "/index/byCustomer\"]},"
                        + "{\"Sid\":\"Logs\",\"Effect\":\"Allow\",\"Action\":[\"logs:CreateLogGroup\","
                        + "\"logs:CreateLogStream\",\"logs:PutLogEvents\"],\"Resource\":[\"" + GROUP + ":*\"]}]}");
    }
}
