package dev.virga.services.secretsmanager;

import static dev.virga.services.secretsmanager.SecretsCloud.await;
import static dev.virga.services.secretsmanager.SecretsCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.InvocationResponse;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.secretsmanager.*;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.wire.Json;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RotationTest {
    private static final String FUNCTION = "arn:aws:lambda:us-east-1:111122223333:function:rotate";

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(SecretsCloud.START);
    private final List<String> steps = new CopyOnWriteArrayList<>();
    private volatile String failingStep = "";
    private SecretsCloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new SecretsCloud(folder, time, all -> List.of(new Functions(all)));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    /// Lambda as far as rotation sees it: a function that does what AWS's templates do.
    private final class Functions implements Service {
        private final LocalCloud calls;

        Functions(LocalCloud calls) {
            this.calls = calls;
        }

        @Override
        public Model model() {
            return LambdaOps.MODEL;
        }

        @Override
        public List<Operation<?, ?>> operations() {
            return List.of(new Run(calls));
        }
    }

    private final class Run implements Operation<InvocationRequest, InvocationResponse> {
        private final LocalCloud calls;

        Run(LocalCloud calls) {
            this.calls = calls;
        }

        @Override
        public Op<InvocationRequest, InvocationResponse> op() {
            return LambdaOps.Invoke;
        }

        @Override
        public List<Access> access(InvocationRequest input, Call call) {
            String policy = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"Service\":"
                    + "\"secretsmanager.amazonaws.com\"},\"Action\":\"lambda:InvokeFunction\",\"Resource\":\""
                    + FUNCTION
                    + "\"}]}";
            return List.of(
                    Access.to("lambda:InvokeFunction", input.functionName()).withResourcePolicy(policy));
        }

        @Override
        public InvocationResponse handle(InvocationRequest input, Call call) {
            if (input.invocationType().equals("DryRun")) {
                return InvocationResponse.builder().statusCode(204).build();
            }
            Map<?, ?> event = (Map<?, ?>) Json.parse(new String(input.payload(), StandardCharsets.UTF_8));
            String step = event.get("Step").toString();
            String secret = event.get("SecretId").toString();
            String token = event.get("ClientRequestToken").toString();
            if (step.equals(failingStep)) {
                steps.add(step + " fails");
                return InvocationResponse.builder().functionError("Unhandled").build();
            }
            steps.add(step);
            Caller self = SecretsCloud.ROOT;
            if (step.equals("createSecret")) {
                calls.call(
                        self,
                        call.region(),
                        SecretsmanagerOps.PutSecretValue,
                        PutSecretValueRequest.builder()
                                .secretId(secret)
                                .clientRequestToken(token)
                                .secretString("made by " + token)
                                .versionStages(List.of("AWSPENDING"))
                                .rotationToken(event.get("RotationToken").toString())
                                .build());
            } else if (step.equals("finishSecret")) {
                calls.call(
                        self,
                        call.region(),
                        SecretsmanagerOps.UpdateSecretVersionStage,
                        UpdateSecretVersionStageRequest.builder()
                                .secretId(secret)
                                .versionStage("AWSCURRENT")
                                .removeFromVersionId(current(secret))
                                .moveToVersionId(token)
                                .build());
            }
            return InvocationResponse.builder().statusCode(200).build();
        }
    }

    private String current(String secret) {
        return describe(secret).versionIdsToStages().entrySet().stream()
                .filter(version -> version.getValue().contains("AWSCURRENT"))
                .findFirst()
                .orElseThrow()
                .getKey();
    }

    private DescribeSecretResponse describe(String secret) {
        return cloud.call(
                SecretsmanagerOps.DescribeSecret,
                DescribeSecretRequest.builder().secretId(secret).build());
    }

    private RotateSecretResponse rotate(RotateSecretRequest.Builder request) {
        return cloud.call(
                SecretsmanagerOps.RotateSecret,
                request.secretId("s").rotationLambdaARN(FUNCTION).build());
    }

    private static RotationRulesType rules(String schedule) {
        return RotationRulesType.builder().scheduleExpression(schedule).build();
    }

    private void create() {
        cloud.call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder().name("s").secretString("first").build());
    }

    private String value() {
        return cloud.call(
                        SecretsmanagerOps.GetSecretValue,
                        GetSecretValueRequest.builder().secretId("s").build())
                .secretString();
    }

    @Test
    void aFunctionRotatesTheSecretInFourStepsAndAgainOnSchedule() {
        create();
        String token = rotate(RotateSecretRequest.builder()
                        .rotationRules(RotationRulesType.builder()
                                .automaticallyAfterDays(10L)
                                .build()))
                .versionId();
        await(() -> describe("s").lastRotatedDate() != null);
        assertThat(steps).containsExactly("createSecret", "setSecret", "testSecret", "finishSecret");
        assertThat(value()).isEqualTo("made by " + token);
        DescribeSecretResponse described = describe("s");
        assertThat(described.rotationEnabled()).isTrue();
        assertThat(described.nextRotationDate()).isEqualTo("2026-05-16T23:59:59Z");
        time.advance(Duration.ofDays(9));
        assertThat(steps).hasSize(4);
        time.advance(Duration.ofDays(1));
        await(() -> Instant.parse("2026-05-16T10:00:00Z").equals(describe("s").lastRotatedDate()));
        assertThat(steps).hasSize(8);
        cloud.call(
                SecretsmanagerOps.CancelRotateSecret,
                CancelRotateSecretRequest.builder().secretId("s").build());
        assertThat(describe("s").rotationEnabled()).isFalse();
        assertThat(describe("s").nextRotationDate()).isNull();
    }

    @Test
    void aRotationThatFailsIsTriedAgainWithTheSameVersion() throws InterruptedException {
        create();
        failingStep = "setSecret";
        String token = rotate(RotateSecretRequest.builder().rotationRules(rules("rate(4 hours)")))
                .versionId();
        await(() -> steps.size() == 2);
        fails(
                "InvalidRequestException",
                "A previous rotation isn't complete",
                () -> rotate(RotateSecretRequest.builder()));
        failingStep = "";
        await(() -> {
            // The pause after a failure, or the lease of an attempt that is ending.
            time.advance(Duration.ofSeconds(30));
            return describe("s").lastRotatedDate() != null;
        });
        assertThat(value()).isEqualTo("made by " + token);
    }

    @Test
    void aRotationThatACrashInterruptedGoesOn() throws IOException {
        create();
        failingStep = "finishSecret";
        String token = rotate(RotateSecretRequest.builder().rotationRules(rules("cron(0 8 1 * ? *)")))
                .versionId();
        await(() -> steps.contains("finishSecret fails"));
        cloud.close();
        failingStep = "";
        cloud = new SecretsCloud(folder, time, all -> List.of(new Functions(all)));
        await(() -> {
            time.advance(Duration.ofSeconds(30));
            return describe("s").lastRotatedDate() != null;
        });
        assertThat(value()).isEqualTo("made by " + token);
        assertThat(describe("s").nextRotationDate()).isEqualTo("2026-06-01T23:59:59Z");
    }

    @Test
    void rotationWithoutRotatingNowOnlyTestsTheFunction() {
        create();
        rotate(RotateSecretRequest.builder().rotateImmediately(false).rotationRules(rules("rate(1 day)")));
        await(() -> describe("s").versionIdsToStages().size() == 1);
        assertThat(steps).containsExactly("testSecret");
        assertThat(value()).isEqualTo("first");
    }

    @Test
    void schedulesMeanWhatAwsSays() {
        record Case(String expression, String next) {}
        Instant from = Instant.parse("2026-02-27T09:30:00Z");
        for (Case each : List.of(
                new Case("rate(4 hours)", "2026-02-27T13:00:00Z"),
                new Case("rate(10 days)", "2026-03-09T00:00:00Z"),
                new Case("cron(0 8 * * ? *)", "2026-02-28T08:00:00Z"),
                new Case("cron(0 16 1,15 * ? *)", "2026-03-01T16:00:00Z"),
                new Case("cron(0 10 ? * MON-FRI *)", "2026-02-27T10:00:00Z"),
                new Case("cron(0 /12 * * ? *)", "2026-02-27T12:00:00Z"),
                new Case("cron(0 0 L * ? *)", "2026-02-28T00:00:00Z"),
                new Case("cron(0 0 1W 3 ? *)", "2026-03-02T00:00:00Z"),
                new Case("cron(0 2 ? * 3#1 *)", "2026-03-03T02:00:00Z"),
                new Case("cron(0 2 ? JUN 6L *)", "2026-06-26T02:00:00Z"),
                new Case("cron(0 0 29 2 ? *)", "2028-02-29T00:00:00Z"))) {
            assertThat(RotationSchedule.of(null, each.expression(), null).next(from))
                    .as(each.expression())
                    .isEqualTo(each.next());
        }
        for (String wrong : List.of(
                "rate(3 hours)",
                "rate(1000 days)",
                "rate(5 minutes)",
                "cron(5 8 * * ? *)",
                "cron(0 8 * * * *)",
                "cron(0 24 * * ? *)",
                "cron(0 8 32 * ? *)",
                "cron(0 8 * * ?)",
                "at(2026-01-01)")) {
            fails("InvalidParameterException", "", () -> RotationSchedule.of(null, wrong, null));
        }
    }
}
