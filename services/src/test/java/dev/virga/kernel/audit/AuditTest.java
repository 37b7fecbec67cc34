package dev.virga.kernel.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListUsersRequest;
import dev.virga.api.iam.ListUsersResponse;
import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Call;
import dev.virga.kernel.Caller;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.policy.Explanation;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is remembered of calls: bounded, in batches, and there after a restart.
class AuditTest {
    private static final String ACCOUNT = "111122223333";
    private static final Caller ROLE = new Caller.Session(ACCOUNT, "/", "worker", "AROAWORKER", "run", null, Map.of());

    @TempDir
    Path folder;

    private final FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z"));
    private Store store;

    @BeforeEach
    void open() throws IOException {
        store = RocksStore.open(folder, Path.of("target", "native"), time);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private Call call(String requestId) {
        return new Call(ROLE, ACCOUNT, "us-east-1", requestId, null, time.instant(), "127.0.0.1", false, "");
    }

    private static Explanation explanation(boolean allowed) {
        return new Explanation(
                ROLE.arn(), "iam:ListUsers", "*", allowed, allowed ? "" : "because", null, null, List.of(), false);
    }

    private ExplainedCalls explained() {
        Authorizer authorizer = new Authorizer() {
            @Override
            public Decision decide(Access access, Call call) {
                return new Allowed();
            }

            @Override
            public Explanation explain(Access access, Call call) {
                return explanation(true);
            }
        };
        return new ExplainedCalls(store, authorizer, new EventKinds(), time);
    }

    private void refuse(ExplainedCalls calls, String requestId) {
        Authorizer.Denied why = new Authorizer.Denied("because", () -> explanation(false));
        calls.refused(DynamodbOps.GetItem, Access.to("dynamodb:GetItem", "*"), call(requestId), why);
    }

    private void allow(ExplainedCalls calls, String requestId) {
        calls.ended(
                call(requestId),
                IamOps.ListUsers,
                ListUsersRequest.builder().build(),
                List.of(Access.to("iam:ListUsers", "*")),
                ListUsersResponse.builder().build(),
                null);
    }

    @Test
    void refusalsAreKeptOverARestartAndNotHiddenByWhatFollows() {
        try (ExplainedCalls calls = explained()) {
            refuse(calls, "one");
            allow(calls, "one");
            allow(calls, "two");
        }
        try (ExplainedCalls calls = explained()) {
            ExplainedCall one = calls.find("one");
            assertThat(one).isNotNull();
            assertThat(one.allowed()).isFalse();
            assertThat(one.decisions()).containsExactly(explanation(false));
            assertThat(calls.find("two")).extracting(ExplainedCall::allowed).isEqualTo(true);
            assertThat(calls.find("three")).isNull();
        }
    }

    @Test
    void oldRefusalsAndAllThatAreTooManyAreForgotten() {
        try (ExplainedCalls calls = explained()) {
            refuse(calls, "old");
            assertThat(calls.find("old")).isNotNull();
            time.advance(Duration.ofDays(8));
            refuse(calls, "new");
            assertThat(calls.find("old")).isNull();
            for (int i = 0; i < ExplainedCalls.MAX_CALLS + 300; i++) {
                refuse(calls, "r" + i);
                if (i % 1000 == 0) {
                    assertThat(calls.find("r" + i)).isNotNull();
                }
            }
            assertThat(calls.latest(Integer.MAX_VALUE)).hasSize(ExplainedCalls.MAX_CALLS);
            assertThat(calls.find("new")).isNull();
        }
    }

    @Test
    void whatARoleUsesIsCountedKeptAndBounded() {
        try (UsedPermissions used = new UsedPermissions(store, time)) {
            for (int i = 0; i < 3; i++) {
                used.allowed(
                        DynamodbOps.GetItem, Access.to("dynamodb:GetItem", "arn:aws:dynamodb:r:1:table/t"), call("x"));
            }
            for (int i = 0; i <= UsedPermissions.MAX_RESOURCES + 20; i++) {
                used.allowed(DynamodbOps.PutItem, Access.to("s3:PutObject", "arn:aws:s3:::b/in/" + i), call("x"));
            }
        }
        try (UsedPermissions used = new UsedPermissions(store, time)) {
            List<UsedPermissions.Used> all = used.of(ACCOUNT, "AROAWORKER");
            assertThat(all)
                    .extracting(UsedPermissions.Used::resource)
                    .containsExactly("arn:aws:dynamodb:r:1:table/t", "arn:aws:s3:::b/in/*");
            assertThat(all).extracting(UsedPermissions.Used::calls).containsExactly(3L, 121L);
            assertThat(used.of(ACCOUNT, "AROAOTHER")).isEmpty();
            time.advance(Duration.ofDays(91));
            used.allowed(DynamodbOps.Query, Access.to("dynamodb:Query", "arn:aws:dynamodb:r:1:table/t"), call("x"));
            assertThat(used.of(ACCOUNT, "AROAWORKER"))
                    .extracting(UsedPermissions.Used::action)
                    .containsExactly("dynamodb:Query");
        }
    }

    @Test
    void noUseIsLostWhenMoreAreNewThanTheWriterTakesAtOnce() {
        int roles = 25_000;
        Access access = Access.to("s3:GetObject", "arn:aws:s3:::b/k");
        try (UsedPermissions used = new UsedPermissions(store, time)) {
            for (int i = 0; i < roles; i++) {
                Caller role = new Caller.Session(ACCOUNT, "/", "w", "AROA" + i, "run", null, Map.of());
                Call call = new Call(role, ACCOUNT, "us-east-1", "x", null, time.instant(), "127.0.0.1", false, "");
                used.allowed(DynamodbOps.GetItem, access, call);
                used.allowed(DynamodbOps.GetItem, access, call);
            }
        }
        try (UsedPermissions used = new UsedPermissions(store, time)) {
            for (int i = 0; i < roles; i += 499) {
                assertThat(used.of(ACCOUNT, "AROA" + i))
                        .extracting(UsedPermissions.Used::calls)
                        .containsExactly(2L);
            }
        }
    }
}
