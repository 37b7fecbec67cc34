package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.lambda.Environment;
import dev.virga.api.lambda.FunctionCode;
import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.kernel.Time;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class InvokeTest {
    private static final String ID = "[0-9a-f-]{36}";

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
        assertThat(LambdaFixture.log(second))
                .matches("START RequestId: " + ID + " Version: \\$LATEST\n"
                        + "\\S+Z\t" + ID + "\tINFO\tfor Bob\n"
                        + "END RequestId: " + ID + "\n"
                        + "REPORT RequestId: " + ID + "\tDuration: \\d+\\.\\d\\d ms\tBilled Duration: \\d+ ms\t"
                        + "Memory Size: 128 MB\tMax Memory Used: \\d+ MB\t\n");
        List<String> lines = cloud.logs("hello", 9);
        assertThat(lines.getFirst())
                .startsWith("INIT_START Runtime Version: nodejs:22.v1\tRuntime Version ARN: arn:aws:");
        assertThat(lines.get(4)).matches("REPORT .*\tInit Duration: \\d+\\.\\d\\d ms\t\n");
        assertThat(lines).hasSize(9);
    }

    @Test
    void aPythonFunctionSeesItsEnvironment() {
        cloud.call(
                LambdaOps.CreateFunction,
                cloud.function("env", "python3.12", "app.handler", Map.of("app.py", """
                                import os

                                def handler(event, context):
                                    names = ["COLOR", "AWS_REGION", "AWS_LAMBDA_FUNCTION_NAME", "AWS_ACCESS_KEY_ID",
                                             "AWS_ENDPOINT_URL", "AWS_LAMBDA_LOG_GROUP_NAME", "AWS_EXECUTION_ENV"]
                                    return [os.environ.get(n) for n in names] + [context.invoked_function_arn]
                                """))
                        .environment(Environment.builder()
                                .variables(Map.of("COLOR", "green"))
                                .build())
                        .build());
        assertThat(LambdaFixture.text(cloud.invoke("env", "{}")).replace(" ", ""))
                .isEqualTo("[\"green\",\"us-east-1\",\"env\",\"ASIAEXAMPLEEXAMPLE12\",\"http://127.0.0.1:4566\","
                        + "\"/aws/lambda/env\",\"AWS_Lambda_python3.12\","
                        + "\"arn:aws:lambda:us-east-1:123456789012:function:env\"]");
    }

    @Test
    void aCustomRuntimeIsAnyExecutableNamedBootstrap() {
        String bootstrap = """
                                #!/bin/bash
                                while true; do
                                  exec 3<>/dev/tcp/${AWS_LAMBDA_RUNTIME_API/:/\\/}
                                  printf 'GET /2018-06-01/runtime/invocation/next HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' >&3
                                  length=0
                                  while IFS= read -r line <&3; do
                                    line=${line%$'\\r'}
                                    case "${line,,}" in
                                      lambda-runtime-aws-request-id:*) id=${line#*: } ;;
                                      content-length:*) length=${line#*: } ;;
                                      "") break ;;
                                    esac
                                  done
                                  read -r -N "$length" event <&3
                                  answer="{\\"got\\":$event}"
                                  printf 'POST /2018-06-01/runtime/invocation/%s/response HTTP/1.1\\r\\nHost: x\\r\\n' "$id" >&3
                                  printf 'Content-Length: %s\\r\\n\\r\\n%s' "${#answer}" "$answer" >&3
                                  read -r line <&3
                                  exec 3>&-
                                done
                                """;
        byte[] zip = new ZipBuilder()
                .add("bootstrap", ZipBuilder.EXECUTABLE, bootstrap)
                .build();
        cloud.call(
                LambdaOps.CreateFunction,
                cloud.function("custom", "provided.al2023", "any", Map.of())
                        .code(FunctionCode.builder().zipFile(zip).build())
                        .build());
        assertThat(LambdaFixture.text(cloud.invoke("custom", "{\"n\":1}"))).isEqualTo("{\"got\":{\"n\":1}}");
        assertThat(LambdaFixture.text(cloud.invoke("custom", "[2]"))).isEqualTo("{\"got\":[2]}");
    }

    @Test
    void failuresAreReportedInLambdasWords() {
        record Failure(String source, String payload, String log) {}
        String lost = "RequestId: " + ID + " Error: Runtime exited with error: exit status 3";
        List<Failure> failures = List.of(
                new Failure(
                        "exports.handler = async () => { throw new TypeError('no'); }",
                        "\\{\"errorType\":\"TypeError\",\"errorMessage\":\"no\",\"trace\":\\[.*\\]\\}",
                        "(?s).*\tERROR\tInvoke Error\\s.*END RequestId.*REPORT(?!.*Status:).*"),
                new Failure(
                        "exports.handler = async () => process.exit(3);",
                        "\\{\"errorType\":\"Runtime.ExitError\",\"errorMessage\":\"" + lost + "\"\\}",
                        "(?s).*" + lost
                                + "\nRuntime.ExitError\nEND .*\tStatus: error\tError Type: Runtime.ExitError\n"),
                new Failure(
                        "exports.handler = () => new Promise(() => setTimeout(() => {}, 60000));",
                        "\\{\"errorType\":\"Sandbox.Timedout\",\"errorMessage\":\"RequestId: " + ID
                                + " Error: Task timed out after 1.00 seconds\"\\}",
                        "(?s).*Z " + ID + " Task timed out after 1.00 seconds\n\nEND .*REPORT RequestId: " + ID
                                + "\tDuration: 1000.00 ms\t.*\tStatus: timeout\n"),
                new Failure(
                        "throw new Error('early');",
                        "\\{\"errorType\":\"Error\",\"errorMessage\":\"early\".*\\}",
                        "(?s)START .*INIT_REPORT Init Duration: \\S+ ms\tPhase: invoke\tStatus: error\tError Type: Error\n"
                                + "END .*Status: error\tError Type: Error\n"),
                new Failure(
                        "exports.other = 1;",
                        "\\{\"errorType\":\"Runtime.HandlerNotFound\",\"errorMessage\":\".*\\}",
                        "(?s).*Status: error\tError Type: Runtime.HandlerNotFound\n"));
        for (int i = 0; i < failures.size(); i++) {
            Failure failure = failures.get(i);
            String name = "fails-" + i;
            cloud.call(
                    LambdaOps.CreateFunction,
                    cloud.function(name, "nodejs20.x", "index.handler", Map.of("index.js", failure.source()))
                            .timeout(1)
                            .build());
            InvocationResponse response = cloud.invoke(name, "{}");
            assertThat(response.functionError()).as(failure.source()).isEqualTo("Unhandled");
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(LambdaFixture.text(response)).matches(failure.payload());
            assertThat(LambdaFixture.log(response)).matches(failure.log());
        }
    }

    @Test
    void requestsThatCannotRunAreRefused() {
        cloud.node("picky", "exports.handler = async () => 'x'.repeat(7 << 20);");
        record Refusal(String function, int bytes, String type, String code, String message) {}
        List<Refusal> refusals = List.of(
                new Refusal("nobody", 2, null, "ResourceNotFoundException", "Function not found: arn:aws:lambda:"),
                new Refusal("picky:9", 2, null, "ResourceNotFoundException", ":function:picky:9"),
                new Refusal("picky:gone", 2, "Event", "ResourceNotFoundException", ":function:picky:gone"),
                new Refusal("a b", 2, null, "ValidationException", "failed to satisfy constraint"),
                new Refusal("picky", 6_291_457, null, "RequestTooLargeException", "(limit 6291456 bytes)"),
                new Refusal("picky", 1_048_577, "Event", "RequestTooLargeException", "(limit 1048576 bytes)"));
        for (Refusal refusal : refusals) {
            byte[] payload = "1".repeat(refusal.bytes()).getBytes(StandardCharsets.UTF_8);
            InvocationRequest request = InvocationRequest.builder()
                    .functionName(refusal.function())
                    .invocationType(refusal.type())
                    .payload(payload)
                    .build();
            assertThatThrownBy(() -> cloud.call(LambdaOps.Invoke, request))
                    .isInstanceOfSatisfying(
                            AwsException.class, e -> assertThat(e.code()).isEqualTo(refusal.code()))
                    .hasMessageContaining(refusal.message());
        }
        assertThatThrownBy(() -> cloud.invoke("picky", "{not json"))
                .hasMessageStartingWith("Could not parse request body into json: Could not parse payload into json: ");
        assertThat(LambdaFixture.text(cloud.invoke("picky", "{}")))
                .isEqualTo("{\"errorType\":\"Function.ResponseSizeTooLarge\",\"errorMessage\":\"Response payload size"
                        + " exceeded maximum allowed payload size (6291556 bytes).\"}");
    }

    @Test
    void aDryRunRunsNothing() {
        cloud.node("dry", "exports.handler = async () => 1;");
        InvocationRequest.Builder request =
                InvocationRequest.builder().functionName("dry").invocationType("DryRun");
        assertThat(cloud.call(LambdaOps.Invoke, request.build()).statusCode()).isEqualTo(204);
    }

    @Test
    void theLastLinesAreKeptBeforeTheServerEnds() throws IOException {
        Path folder = LambdaFixture.newFolder();
        LambdaFixture before = new LambdaFixture(Time.system(), folder, 1000);
        before.node("x", "exports.handler = async () => { console.log('last words'); };");
        before.invoke("x", "{}");
        before.stop();

        try (LambdaFixture after = new LambdaFixture(Time.system(), folder, 1000)) {
            assertThat(after.logs("x", 5)).anyMatch(line -> line.endsWith("last words\n"));
        }
    }

    @Test
    void manyAtOnceAllGetTheirOwnAnswer() throws Exception {
        cloud.node("echo", "exports.handler = async (n) => n * 2;");
        List<Future<String>> answers = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 40; i++) {
                String payload = Integer.toString(i);
                answers.add(threads.submit(() -> LambdaFixture.text(cloud.invoke("echo", payload))));
            }
        }
        for (int i = 0; i < 40; i++) {
            assertThat(answers.get(i).get()).isEqualTo(Integer.toString(2 * i));
        }
    }
}
