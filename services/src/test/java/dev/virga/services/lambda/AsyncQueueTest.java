package dev.virga.services.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.lambda.DestinationConfig;
import dev.virga.api.lambda.InvocationRequest;
import dev.virga.api.lambda.LambdaOps;
import dev.virga.api.lambda.OnFailure;
import dev.virga.api.lambda.OnSuccess;
import dev.virga.api.lambda.PutFunctionEventInvokeConfigRequest;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.Targets;
import dev.virga.store.Store;
import dev.virga.wire.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AsyncQueueTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final String QUEUE = "arn:aws:sqs:us-east-1:123456789012:done";

    private final FakeTime time = new FakeTime(START);
    private final BlockingQueue<Targets.Event> delivered = new LinkedBlockingQueue<>();

    private static void send(LambdaFixture cloud, String function, String payload) {
        InvocationRequest request = InvocationRequest.builder()
                .functionName(function)
                .invocationType("Event")
                .payload(payload.getBytes(StandardCharsets.UTF_8))
                .build();
        assertThat(cloud.call(LambdaOps.Invoke, request).statusCode()).isEqualTo(202);
    }

    private LambdaFixture open(Path folder) throws IOException {
        LambdaFixture cloud = new LambdaFixture(time, folder, 1000);
        cloud.targets.open("sqs", (target, event) -> delivered.add(event));
        return cloud;
    }

    private static void destinations(LambdaFixture cloud, String function) {
        cloud.call(
                LambdaOps.PutFunctionEventInvokeConfig,
                PutFunctionEventInvokeConfigRequest.builder()
                        .functionName(function)
                        .destinationConfig(DestinationConfig.builder()
                                .onSuccess(
                                        OnSuccess.builder().destination(QUEUE).build())
                                .onFailure(
                                        OnFailure.builder().destination(QUEUE).build())
                                .build())
                        .build());
    }

    private Map<?, ?> nextRecord() throws InterruptedException {
        Targets.Event event = delivered.poll(30, TimeUnit.SECONDS);
        assertThat(event).as("a record for the destination").isNotNull();
        return (Map<?, ?>) Json.parse(event.payload());
    }

    private static Object at(Object value, String... names) {
        Object here = value;
        for (String name : names) {
            here = ((Map<?, ?>) here).get(name);
        }
        return here;
    }

    @Test
    void anEventThatFailsIsTriedThreeTimesAndThenRecorded() throws Exception {
        try (LambdaFixture cloud = open(LambdaFixture.newFolder())) {
            cloud.node("flaky", "exports.handler = async (e) => { if (e.fail) throw new Error('no'); return 'ok'; };");
            destinations(cloud, "flaky");
            cloud.timers.start();

            send(cloud, "flaky", "{\"n\":1}");
            Map<?, ?> success = nextRecord();
            assertThat(at(success, "requestContext", "condition")).isEqualTo("Success");
            assertThat(at(success, "requestPayload", "n")).isEqualTo(1L);
            assertThat(at(success, "responsePayload")).isEqualTo("ok");

            send(cloud, "flaky", "{\"fail\":true}");
            // 5 lines for the first invocation, then START, error, END, REPORT for each attempt.
            cloud.logs("flaky", 9 - 1);
            time.advance(Duration.ofSeconds(59));
            assertThat(attempts(cloud)).isEqualTo(1);
            awaitTimer(cloud, START.plusSeconds(60));
            time.advance(Duration.ofSeconds(1));
            cloud.logs("flaky", 12);
            awaitTimer(cloud, START.plusSeconds(180));
            time.advance(Duration.ofSeconds(120));
            Map<?, ?> failure = nextRecord();
            assertThat(at(failure, "requestContext", "condition")).isEqualTo("RetriesExhausted");
            assertThat(at(failure, "requestContext", "approximateInvokeCount")).isEqualTo(3L);
            assertThat(at(failure, "responseContext", "functionError")).isEqualTo("Unhandled");
            assertThat(at(failure, "responsePayload", "errorMessage")).isEqualTo("no");
            assertThat(at(failure, "requestContext", "functionArn"))
                    .isEqualTo("arn:aws:lambda:us-east-1:123456789012:function:flaky:$LATEST");
        }
    }

    private static long attempts(LambdaFixture cloud) {
        return cloud.logs("flaky", 1).stream()
                .filter(l -> l.contains("Invoke Error"))
                .count();
    }

    /// Waits until the next attempt is planned.
    private static void awaitTimer(LambdaFixture cloud, Instant due) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        List<Instant> planned = List.of();
        while (!planned.contains(due) && System.nanoTime() < until) {
            planned = cloud.store.scan("timers", new byte[0], null, false, 100, 1 << 20).stream()
                    .map(row -> Instant.ofEpochMilli(
                            new dev.virga.store.KeyReader(row.key().bytes()).number()))
                    .toList();
            Thread.onSpinWait();
        }
        assertThat(planned).contains(due);
    }

    private static void awaitNoTimer(LambdaFixture cloud) {
        long until = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        int left = 1;
        while (left > 0 && System.nanoTime() < until) {
            left = cloud.store
                    .scan("timers", new byte[0], null, false, 10, 1 << 20)
                    .size();
            Thread.onSpinWait();
        }
        assertThat(left).isZero();
    }

    @Test
    void anAcceptedEventOutlivesTheServer() throws Exception {
        Path folder = LambdaFixture.newFolder();
        LambdaFixture before = open(folder);
        before.node("later", "exports.handler = async (e) => e.n + 1;");
        destinations(before, "later");
        send(before, "later", "{\"n\":41}");
        before.stop();

        try (LambdaFixture after = open(folder)) {
            assertThat(delivered).isEmpty();
            after.timers.start();
            assertThat(at(nextRecord(), "responsePayload")).isEqualTo(42L);
        }
    }

    @Test
    void anEventThatIsTooOldIsNotRunAnyMore() throws Exception {
        try (LambdaFixture cloud = open(LambdaFixture.newFolder())) {
            cloud.node("late", "exports.handler = async () => 1;");
            destinations(cloud, "late");
            send(cloud, "late", "{}");
            time.advance(Duration.ofHours(6).plusSeconds(1));
            cloud.timers.start();
            assertThat(at(nextRecord(), "requestContext", "condition")).isEqualTo("EventAgeExceeded");
        }
    }

    @Test
    void anEventOfAnotherServiceRunsTheFunction() throws Exception {
        try (LambdaFixture cloud = open(LambdaFixture.newFolder())) {
            String arn = cloud.node("triggered", "exports.handler = async (e) => e.Records.length;")
                    .functionArn();
            destinations(cloud, "triggered");
            cloud.timers.start();
            byte[] payload = "{\"Records\":[1,2]}".getBytes(StandardCharsets.UTF_8);
            Targets.Event event = new Targets.Event(
                    arn, LambdaFixture.ACCOUNT, LambdaFixture.REGION, "arn:aws:s3:::photos", null, payload);
            Targets.Policy once = new Targets.Policy(1, Duration.ofSeconds(1), Duration.ofSeconds(1), null);
            cloud.store.commit(new Store.Transaction(null, List.of(), List.of(cloud.targets.deliver(event, once))));
            assertThat(at(nextRecord(), "responsePayload")).isEqualTo(2L);
        }
    }

    @Test
    void anEventThatRunsForLongIsNotRunTwice() throws Exception {
        try (LambdaFixture cloud = open(LambdaFixture.newFolder())) {
            cloud.call(
                    LambdaOps.CreateFunction,
                    cloud.function("slow", "nodejs22.x", "index.handler", Map.of("index.js", """
                                    exports.handler = async () => {
                                        console.log('begun');
                                        await new Promise(done => setTimeout(done, 1500));
                                    };
                                    """))
                            .timeout(600)
                            .build());
            destinations(cloud, "slow");
            cloud.timers.start();
            send(cloud, "slow", "{}");
            awaitTimer(cloud, START.plusSeconds(20));
            time.advance(Duration.ofSeconds(20));
            awaitTimer(cloud, START.plusSeconds(40));
            assertThat(at(nextRecord(), "requestContext", "approximateInvokeCount"))
                    .isEqualTo(1L);
            assertThat(cloud.logs("slow", 5))
                    .filteredOn(line -> line.endsWith("begun\n"))
                    .hasSize(1);
            awaitNoTimer(cloud);
        }
    }
}
