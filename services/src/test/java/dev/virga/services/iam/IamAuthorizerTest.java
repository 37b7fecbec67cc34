package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.AttachGroupPolicyRequest;
import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.CreateGroupRequest;
import dev.virga.api.iam.CreatePolicyRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.DeleteGroupRequest;
import dev.virga.api.iam.DeleteRoleRequest;
import dev.virga.api.iam.GetUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutRolePermissionsBoundaryRequest;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.iam.Role;
import dev.virga.api.iam.User;
import dev.virga.kernel.Access;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the policies in the store let users and roles do.
class IamAuthorizerTest {
    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"Service":"lambda.amazonaws.com"}}]}""";
    private static final String ADMIN = "arn:aws:iam::aws:policy/AdministratorAccess";

    @TempDir
    Path folder;

    private TestCloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new TestCloud(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String allow(String action) {
        return """
                {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"%s","Resource":"*"}]}""".formatted(action);
    }

    private User createUser(String name) {
        return cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName(name).build())
                .user();
    }

    private Role createRole(String name) {
        return cloud.call(
                        IamOps.CreateRole,
                        CreateRoleRequest.builder()
                                .roleName(name)
                                .assumeRolePolicyDocument(TRUST)
                                .build())
                .role();
    }

    private String createPolicy(String name, String document) {
        return cloud.call(
                        IamOps.CreatePolicy,
                        CreatePolicyRequest.builder()
                                .policyName(name)
                                .policyDocument(document)
                                .build())
                .policy()
                .arn();
    }

    private void putRolePolicy(String role, String document) {
        cloud.call(
                IamOps.PutRolePolicy,
                PutRolePolicyRequest.builder()
                        .roleName(role)
                        .policyName("inline")
                        .policyDocument(document)
                        .build());
    }

    private void attach(String role, String arn) {
        cloud.call(
                IamOps.AttachRolePolicy,
                AttachRolePolicyRequest.builder().roleName(role).policyArn(arn).build());
    }

    private static void isRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).isEqualTo(message);
        });
    }

    private boolean may(Caller caller, String action, String resource) {
        return cloud.iam.authorizer().decide(Access.to(action, resource), cloud.callOf(caller))
                instanceof Authorizer.Allowed;
    }

    private static Caller.Session session(Role role) {
        return new Caller.Session(
                TestCloud.ACCOUNT, role.path(), role.roleName(), role.roleId(), "test", null, java.util.Map.of());
    }

    private static Caller.User caller(User user) {
        return new Caller.User(TestCloud.ACCOUNT, user.path(), user.userName(), user.userId());
    }

    @Test
    void aSessionMayWhatItsRoleMayNow() {
        Role role = createRole("worker");
        Caller.Session session = session(role);
        assertThat(may(session, "s3:GetObject", "arn:aws:s3:::b/k")).isFalse();
        putRolePolicy("worker", allow("s3:Get*"));
        assertThat(may(session, "s3:GetObject", "arn:aws:s3:::b/k")).isTrue();
        assertThat(may(session, "s3:PutObject", "arn:aws:s3:::b/k")).isFalse();
        attach("worker", "arn:aws:iam::aws:policy/AmazonS3FullAccess");
        assertThat(may(session, "s3:PutObject", "arn:aws:s3:::b/k")).isTrue();
        String boundary = createPolicy("boundary", allow("s3:Get*"));
        cloud.call(
                IamOps.PutRolePermissionsBoundary,
                PutRolePermissionsBoundaryRequest.builder()
                        .roleName("worker")
                        .permissionsBoundary(boundary)
                        .build());
        assertThat(may(session, "s3:PutObject", "arn:aws:s3:::b/k")).isFalse();
        assertThat(may(session, "s3:GetObject", "arn:aws:s3:::b/k")).isTrue();
    }

    @Test
    void aRoleMadeAgainUnderTheSameNameIsAnotherOne() {
        Caller.Session old = session(createRole("worker"));
        cloud.call(
                IamOps.DeleteRole,
                DeleteRoleRequest.builder().roleName("worker").build());
        createRole("worker");
        putRolePolicy("worker", allow("*"));
        assertThat(may(old, "s3:GetObject", "*")).isFalse();
    }

    @Test
    void aUserMayWhatTheGroupsMay() {
        Caller.User alice = caller(createUser("alice"));
        cloud.call(
                IamOps.CreateGroup,
                CreateGroupRequest.builder().groupName("staff").build());
        cloud.call(
                IamOps.AttachGroupPolicy,
                AttachGroupPolicyRequest.builder()
                        .groupName("staff")
                        .policyArn(ADMIN)
                        .build());
        assertThat(may(alice, "sqs:SendMessage", "*")).isFalse();
        cloud.call(
                IamOps.AddUserToGroup,
                AddUserToGroupRequest.builder()
                        .groupName("staff")
                        .userName("alice")
                        .build());
        assertThat(may(alice, "sqs:SendMessage", "*")).isTrue();
        isRefused(
                () -> cloud.call(
                        IamOps.DeleteGroup,
                        DeleteGroupRequest.builder().groupName("staff").build()),
                "DeleteConflict",
                "Cannot delete entity, must remove users from group first.");
    }

    @Test
    void operationsAreThemselvesAuthorized() {
        Caller.User alice = caller(createUser("alice"));
        isRefused(
                () -> cloud.as(alice, IamOps.GetUser, GetUserRequest.builder().build()),
                "AccessDenied",
                "User: arn:aws:iam::111122223333:user/alice is not authorized to perform: iam:GetUser on resource: "
                        + "arn:aws:iam::111122223333:user/alice because no identity-based policy allows the "
                        + "iam:GetUser action");
    }

    @Test
    void aDecisionTakesMicroseconds() {
        Role role = createRole("worker");
        putRolePolicy("worker", allow("s3:*"));
        attach("worker", "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole");
        attach(
                "worker",
                createPolicy(
                        "table",
                        allow("dynamodb:*")
                                .replace("\"*\"", "\"arn:aws:dynamodb:us-east-1:111122223333:table/orders*\"")));
        Caller.Session session = session(role);
        String table = "arn:aws:dynamodb:us-east-1:111122223333:table/orders";
        int rounds = 20_000;
        long best = Long.MAX_VALUE;
        for (int repeat = 0; repeat < 10; repeat++) {
            long start = System.nanoTime();
            for (int i = 0; i < rounds; i++) {
                may(session, "dynamodb:PutItem", table);
            }
            best = Math.min(best, (System.nanoTime() - start) / rounds);
        }
        System.out.println("one decision: " + best + " ns");
        assertThat(may(session, "dynamodb:PutItem", table)).isTrue();
        assertThat(best).isLessThan(20_000);
    }
}
