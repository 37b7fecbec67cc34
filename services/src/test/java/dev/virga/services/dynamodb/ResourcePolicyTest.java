package dev.virga.services.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.dynamodb.AttributeDefinition;
import dev.virga.api.dynamodb.AttributeValue;
import dev.virga.api.dynamodb.CreateTableInput;
import dev.virga.api.dynamodb.DeleteResourcePolicyInput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GetItemInput;
import dev.virga.api.dynamodb.GetResourcePolicyInput;
import dev.virga.api.dynamodb.KeySchemaElement;
import dev.virga.api.dynamodb.PolicyNotFoundException;
import dev.virga.api.dynamodb.PutResourcePolicyInput;
import dev.virga.api.dynamodb.ResourceNotFoundException;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.services.iam.Iam;
import dev.virga.store.RocksStore;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Policies of tables, and who may use a table because of them.
class ResourcePolicyTest {
    private static final String ACCOUNT = "111122223333";
    private static final String OTHER = "444455556666";
    private static final String TABLE = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
    private static final Caller ROOT = new Caller.Root(ACCOUNT);

    @TempDir
    Path folder;

    private RocksStore store;
    private Timers timers;
    private LocalCloud cloud;

    @BeforeEach
    void open() throws IOException {
        FakeTime time = new FakeTime(Instant.parse("2026-05-06T10:00:00Z"));
        store = RocksStore.open(folder, Path.of("target", "native"), time);
        timers = new Timers(store, time);
        Iam iam = new Iam(store, time, ACCOUNT, new byte[32], TestSeals.of(store), false);
        cloud = new LocalCloud(time, iam.authorizer());
        cloud.open(new Directory(List.of(iam, new Dynamodb(store, time, timers))));
        cloud.call(
                ROOT,
                "us-east-1",
                DynamodbOps.CreateTable,
                CreateTableInput.builder()
                        .tableName("orders")
                        .attributeDefinitions(List.of(AttributeDefinition.builder()
                                .attributeName("id")
                                .attributeType("S")
                                .build()))
                        .keySchema(List.of(KeySchemaElement.builder()
                                .attributeName("id")
                                .keyType("HASH")
                                .build()))
                        .billingMode("PAY_PER_REQUEST")
                        .build());
    }

    @AfterEach
    void close() {
        timers.close();
        store.close();
    }

    private String put(String policy, String expected, Boolean confirm) {
        return cloud.call(
                        ROOT,
                        "us-east-1",
                        DynamodbOps.PutResourcePolicy,
                        PutResourcePolicyInput.builder()
                                .resourceArn(TABLE)
                                .policy(policy)
                                .expectedRevisionId(expected)
                                .confirmRemoveSelfResourceAccess(confirm)
                                .build())
                .revisionId();
    }

    private static String statement(String effect, String principal, String action, String resource) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"" + effect + "\",\"Principal\":{\"AWS\":\""
                + principal + "\"},\"Action\":\"" + action + "\",\"Resource\":\"" + resource + "\"}]}";
    }

    private String get(Caller caller) {
        try {
            cloud.call(
                    caller,
                    "us-east-1",
                    DynamodbOps.GetItem,
                    GetItemInput.builder()
                            .tableName(TABLE)
                            .key(Map.of("id", new AttributeValue.S("1")))
                            .build());
            return "allowed";
        } catch (dev.virga.wire.AwsException e) {
            return e.code();
        }
    }

    private Caller user(String account, String name, String action) {
        String id = cloud.call(
                        new Caller.Root(account),
                        "us-east-1",
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName(name).build())
                .user()
                .userId();
        if (action != null) {
            cloud.call(
                    new Caller.Root(account),
                    "us-east-1",
                    IamOps.PutUserPolicy,
                    PutUserPolicyRequest.builder()
                            .userName(name)
                            .policyName("inline")
                            .policyDocument(
                                    "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\""
                                            + action + "\",\"Resource\":\"*\"}}")
                            .build());
        }
        return new Caller.User(account, "/", name, id);
    }

    @Test
    void anotherAccountNeedsBothSides() {
        Caller may = user(OTHER, "may", "dynamodb:GetItem");
        Caller mayNot = user(OTHER, "maynot", null);
        assertThat(get(may)).isEqualTo("AccessDeniedException");
        assertThat(get(new Caller.Root(OTHER))).isEqualTo("AccessDeniedException");
        put(statement("Allow", OTHER, "dynamodb:GetItem", TABLE), null, null);
        assertThat(get(may)).isEqualTo("allowed");
        assertThat(get(mayNot)).isEqualTo("AccessDeniedException");
        assertThat(get(new Caller.Root(OTHER))).isEqualTo("allowed");
        put(statement("Allow", "arn:aws:iam::" + OTHER + ":user/maynot", "dynamodb:GetItem", TABLE), null, null);
        assertThat(get(mayNot)).isEqualTo("AccessDeniedException");
        assertThat(get(may)).isEqualTo("AccessDeniedException");
    }

    @Test
    void inTheSameAccountEitherSideIsEnoughAndADenyWins() {
        Caller identity = user(ACCOUNT, "identity", "dynamodb:*");
        Caller resource = user(ACCOUNT, "resource", null);
        assertThat(get(identity)).isEqualTo("allowed");
        assertThat(get(resource)).isEqualTo("AccessDeniedException");
        put(statement("Allow", "arn:aws:iam::" + ACCOUNT + ":user/resource", "dynamodb:GetItem", TABLE), null, null);
        assertThat(get(resource)).isEqualTo("allowed");
        put(statement("Deny", "*", "dynamodb:GetItem", TABLE), null, null);
        assertThat(get(identity)).isEqualTo("AccessDeniedException");
        assertThat(get(ROOT)).isEqualTo("AccessDeniedException");
    }

    @Test
    void revisionsAreCompared() {
        GetResourcePolicyInput read =
                GetResourcePolicyInput.builder().resourceArn(TABLE).build();
        assertThatThrownBy(() -> cloud.call(ROOT, "us-east-1", DynamodbOps.GetResourcePolicy, read))
                .isInstanceOf(PolicyNotFoundException.class);
        String first = statement("Allow", OTHER, "dynamodb:GetItem", TABLE);
        String revision = put(first, "NO_POLICY", null);
        assertThat(put(first, revision, null)).isEqualTo(revision);
        assertThatThrownBy(() -> put(first, "NO_POLICY", null)).isInstanceOf(PolicyNotFoundException.class);
        String next = put(statement("Allow", OTHER, "dynamodb:Query", TABLE + "/index/*"), revision, null);
        assertThat(next).isNotEqualTo(revision);
        assertThatThrownBy(() -> put(first, revision, null)).isInstanceOf(PolicyNotFoundException.class);
        DeleteResourcePolicyInput.Builder delete =
                DeleteResourcePolicyInput.builder().resourceArn(TABLE);
        assertThatThrownBy(() -> cloud.call(
                        ROOT,
                        "us-east-1",
                        DynamodbOps.DeleteResourcePolicy,
                        delete.expectedRevisionId("1").build()))
                .isInstanceOf(PolicyNotFoundException.class);
        assertThat(cloud.call(
                                ROOT,
                                "us-east-1",
                                DynamodbOps.DeleteResourcePolicy,
                                delete.expectedRevisionId(next).build())
                        .revisionId())
                .isEqualTo(next);
        assertThat(cloud.call(
                                ROOT,
                                "us-east-1",
                                DynamodbOps.DeleteResourcePolicy,
                                delete.expectedRevisionId(null).build())
                        .revisionId())
                .isNull();
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        String lockout = statement("Deny", "*", "dynamodb:*", TABLE);
        assertThatThrownBy(() -> put(lockout, null, null)).hasMessageContaining("ConfirmRemoveSelfResourceAccess");
        assertThatThrownBy(() -> put("{", null, null)).hasMessageContaining("Invalid policy document");
        assertThatThrownBy(() -> put(statement("Allow", OTHER, "dynamodb:*", TABLE + "2"), null, null))
                .hasMessageContaining("cannot speak of");
        assertThatThrownBy(() -> put(statement("Allow", OTHER, "dynamodb:*", TABLE) + " ".repeat(20 << 10), null, null))
                .hasMessageContaining("exceeds the maximum");
        assertThatThrownBy(() -> cloud.call(
                        ROOT,
                        "us-east-1",
                        DynamodbOps.GetResourcePolicy,
                        GetResourcePolicyInput.builder()
                                .resourceArn(TABLE + "/stream/2026-05-06T10:00:00.000")
                                .build()))
                .isInstanceOf(ResourceNotFoundException.class);
        put(lockout, null, true);
        assertThatThrownBy(() -> put(lockout, null, true)).hasMessageContaining("explicit deny");
    }
}
