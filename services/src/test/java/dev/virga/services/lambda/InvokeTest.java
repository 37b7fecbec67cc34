package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.lambda.InvocationResponse;
import dev.virga.kernel.Time;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvokeTest {
    private static LambdaFixture cloud;

    @BeforeAll
    static void open() throws IOException {
        cloud = new LambdaFixture(Time.system());
    }

    @AfterAll
    static void close() throws IOException {
        cloud.close();
    }

    @Test
    void aNodeFunctionAnswersAndItsLogHasLambdasLines() {
        cloud.node("hello", """
                exports.handler = async (event, context) => {
                    console.log('for', event.name);
                    return { greeting: 'Hello ' + event.name, id: context.awsRequestId };
                };
                """);
        InvocationResponse first = cloud.invoke("hello", "{\"name\":\"Ada\"}");
        InvocationResponse second = cloud.invoke("hello", "{\"name\":\"Bob\"}");

        assertThat(first.functionError()).isNull();
        assertThat(first.statusCode()).isEqualTo(200);
        assertThat(first.executedVersion()).isEqualTo("$LATEST");
        assertThat(LambdaFixture.text(first)).startsWith("{\"greeting\":\"Hello Ada\",\"id\":\"");
        assertThat(LambdaFixture.text(second)).startsWith("{\"greeting\":\"Hello Bob\"");
        String id = "[0-9a-f-]{36}";
        assertThat(LambdaFixture.log(second))
                .matches("START RequestId: " + id + " Version: \\$LATEST\n"
                        + "\\S+Z\t" + id + "\tINFO\tfor Bob\n"
                        + "END RequestId: " + id + "\n"
                        + "REPORT RequestId: " + id + "\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t"
                        + "Memory Size: 128 MB\tMax Memory Used: \\d+ MB\t\n");
        List<String> lines = cloud.logs("hello", 9);
        assertThat(lines.getFirst()).startsWith("INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn:aws:");
        assertThat(lines.get(4)).matches("REPORT .*\tInit Duration: \\d+\\.\\d\\d ms\t\n");
        assertThat(lines).hasSize(9);
    }
}
