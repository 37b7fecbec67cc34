package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.AccessKey;
import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.AttachUserPolicyRequest;
import dev.virga.api.iam.CreateAccessKeyRequest;
import dev.virga.api.iam.CreateGroupRequest;
import dev.virga.api.iam.CreatePolicyRequest;
import dev.virga.api.iam.CreatePolicyVersionRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.DeleteAccessKeyRequest;
import dev.virga.api.iam.DeletePolicyRequest;
import dev.virga.api.iam.DeletePolicyVersionRequest;
import dev.virga.api.iam.DeleteRolePolicyRequest;
import dev.virga.api.iam.DeleteRoleRequest;
import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.DetachRolePolicyRequest;
import dev.virga.api.iam.DetachUserPolicyRequest;
import dev.virga.api.iam.GetGroupRequest;
import dev.virga.api.iam.GetPolicyRequest;
import dev.virga.api.iam.GetUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListEntitiesForPolicyRequest;
import dev.virga.api.iam.ListPolicyVersionsRequest;
import dev.virga.api.iam.ListUsersRequest;
import dev.virga.api.iam.ListUsersResponse;
import dev.virga.api.iam.Policy;
import dev.virga.api.iam.PolicyRole;
import dev.virga.api.iam.PolicyVersion;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.iam.Role;
import dev.virga.api.iam.Tag;
import dev.virga.api.iam.UpdateAccessKeyRequest;
import dev.virga.api.iam.UpdateUserRequest;
import dev.virga.api.iam.User;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Credentials;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IamTest {
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

    private static Caller.User caller(User user) {
        return new Caller.User(TestCloud.ACCOUNT, user.path(), user.userName(), user.userId());
    }

    @Test
    void aUserIsCreatedShownAndDeleted() {
        User made = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder()
                                .userName("alice")
                                .path("/staff/")
                                .tags(List.of(
                                        Tag.builder().key("team").value("red").build()))
                                .build())
                .user();
        assertThat(made.arn()).isEqualTo("arn:aws:iam::111122223333:user/staff/alice");
        assertThat(made.userId()).matches("AIDA[A-Z2-7]{17}");
        isRefused(() -> createUser("Alice"), "EntityAlreadyExists", "User with name Alice already exists.");
        GetUserRequest get = GetUserRequest.builder().userName("alice").build();
        assertThat(cloud.call(IamOps.GetUser, get).user()).isEqualTo(made);
        cloud.call(
                IamOps.DeleteUser, DeleteUserRequest.builder().userName("alice").build());
        isRefused(() -> cloud.call(IamOps.GetUser, get), "NoSuchEntity", "The user with name alice cannot be found.");
    }

    @Test
    void aUserWhoIsUsedCannotBeDeleted() {
        createUser("alice");
        DeleteUserRequest delete = DeleteUserRequest.builder().userName("alice").build();
        String id = cloud.call(
                        IamOps.CreateAccessKey,
                        CreateAccessKeyRequest.builder().userName("alice").build())
                .accessKey()
                .accessKeyId();
        isRefused(
                () -> cloud.call(IamOps.DeleteUser, delete),
                "DeleteConflict",
                "Cannot delete entity, must delete access keys first.");
        cloud.call(
                IamOps.DeleteAccessKey,
                DeleteAccessKeyRequest.builder()
                        .userName("alice")
                        .accessKeyId(id)
                        .build());
        AttachUserPolicyRequest attach = AttachUserPolicyRequest.builder()
                .userName("alice")
                .policyArn(ADMIN)
                .build();
        cloud.call(IamOps.AttachUserPolicy, attach);
        isRefused(
                () -> cloud.call(IamOps.DeleteUser, delete),
                "DeleteConflict",
                "Cannot delete entity, must detach all policies first.");
        cloud.call(
                IamOps.DetachUserPolicy,
                DetachUserPolicyRequest.builder()
                        .userName("alice")
                        .policyArn(ADMIN)
                        .build());
        cloud.call(IamOps.DeleteUser, delete);
    }

    @Test
    void listsComeInPages() {
        List<String> names =
                IntStream.range(0, 25).mapToObj("user-%02d"::formatted).toList();
        names.forEach(this::createUser);
        List<String> seen = new ArrayList<>();
        String marker = null;
        do {
            ListUsersResponse page = cloud.call(
                    IamOps.ListUsers,
                    ListUsersRequest.builder().maxItems(10).marker(marker).build());
            page.users().forEach(user -> seen.add(user.userName()));
            marker = page.marker();
            assertThat(page.isTruncated()).isEqualTo(marker != null);
        } while (marker != null);
        assertThat(seen).isEqualTo(names);
    }

    @Test
    void aRenamedUserKeepsKeysGroupsAndPolicies() {
        User alice = createUser("alice");
        cloud.call(
                IamOps.CreateGroup,
                CreateGroupRequest.builder().groupName("staff").build());
        cloud.call(
                IamOps.AddUserToGroup,
                AddUserToGroupRequest.builder()
                        .groupName("staff")
                        .userName("alice")
                        .build());
        AccessKey key = cloud.call(
                        IamOps.CreateAccessKey,
                        CreateAccessKeyRequest.builder().userName("alice").build())
                .accessKey();
        cloud.call(
                IamOps.UpdateUser,
                UpdateUserRequest.builder()
                        .userName("alice")
                        .newUserName("alicia")
                        .newPath("/x/")
                        .build());
        Credentials.Found found = cloud.iam.credentials().find(key.accessKeyId(), null, cloud.time.instant());
        assertThat(found.caller()).isEqualTo(new Caller.User(TestCloud.ACCOUNT, "/x/", "alicia", alice.userId()));
        assertThat(cloud.call(
                                IamOps.GetGroup,
                                GetGroupRequest.builder().groupName("staff").build())
                        .users())
                .extracting(User::userName)
                .containsExactly("alicia");
    }

    @Test
    void anAccessKeyIsFoundUntilItIsInactiveOrGone() {
        createUser("alice");
        AccessKey key = cloud.call(
                        IamOps.CreateAccessKey,
                        CreateAccessKeyRequest.builder().userName("alice").build())
                .accessKey();
        Credentials credentials = cloud.iam.credentials();
        Credentials.Found found = credentials.find(key.accessKeyId(), null, cloud.time.instant());
        assertThat(found.secretKey()).isEqualTo(key.secretAccessKey()).hasSize(40);
        assertThat(credentials.find(key.accessKeyId(), "token", cloud.time.instant()))
                .isNull();
        UpdateAccessKeyRequest.Builder update =
                UpdateAccessKeyRequest.builder().userName("alice").accessKeyId(key.accessKeyId());
        cloud.call(IamOps.UpdateAccessKey, update.status("Inactive").build());
        assertThat(credentials.find(key.accessKeyId(), null, cloud.time.instant()))
                .isNull();
        cloud.call(IamOps.UpdateAccessKey, update.status("Active").build());
        assertThat(credentials.find(key.accessKeyId(), null, cloud.time.instant()))
                .isNotNull();
        assertThat(credentials.find("AKIAUNKNOWN", null, cloud.time.instant())).isNull();
    }

    @Test
    void rootCredentialsOutliveARestart() throws IOException {
        Iam.RootCredentials before = cloud.iam.rootCredentials();
        assertThat(before.accessKeyId()).matches("AKIA[A-Z2-7]{16}");
        cloud.close();
        cloud = new TestCloud(folder);
        assertThat(cloud.iam.rootCredentials()).isEqualTo(before);
        assertThat(cloud.iam.credentials().find(before.accessKeyId(), null, cloud.time.instant()))
                .isEqualTo(new Credentials.Found(before.secretAccessKey(), TestCloud.ROOT));
    }

    @Test
    void aRoleShowsItsTrustPolicyEncodedAndIsDeletedWithoutPolicies() {
        Role role = createRole("worker");
        assertThat(URLDecoder.decode(role.assumeRolePolicyDocument(), StandardCharsets.UTF_8))
                .isEqualTo(TRUST);
        assertThat(role.maxSessionDuration()).isEqualTo(3600);
        putRolePolicy("worker", allow("s3:*"));
        DeleteRoleRequest delete =
                DeleteRoleRequest.builder().roleName("worker").build();
        isRefused(
                () -> cloud.call(IamOps.DeleteRole, delete),
                "DeleteConflict",
                "Cannot delete entity, must delete policies first.");
        cloud.call(
                IamOps.DeleteRolePolicy,
                DeleteRolePolicyRequest.builder()
                        .roleName("worker")
                        .policyName("inline")
                        .build());
        cloud.call(IamOps.DeleteRole, delete);
        isRefused(
                () -> putRolePolicy("worker", allow("s3:*")),
                "NoSuchEntity",
                "The role with name worker cannot be found.");
    }

    @Test
    void malformedDocumentsAreRefused() {
        createRole("worker");
        isRefused(() -> putRolePolicy("worker", "{}"), "MalformedPolicyDocument", "Syntax errors in policy.");
        isRefused(
                () -> putRolePolicy("worker", allow("ListBuckets")),
                "MalformedPolicyDocument",
                "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.");
        isRefused(
                () -> createPolicy("big", allow("s3:" + "a".repeat(6144))),
                "LimitExceeded",
                "Cannot exceed quota for PolicySize: 6144");
    }

    @Test
    void aManagedPolicyHasUpToFiveVersions() {
        String arn = createPolicy("shared", allow("s3:*"));
        CreatePolicyVersionRequest more = CreatePolicyVersionRequest.builder()
                .policyArn(arn)
                .policyDocument(allow("sqs:*"))
                .setAsDefault(true)
                .build();
        for (int i = 2; i <= 5; i++) {
            assertThat(cloud.call(IamOps.CreatePolicyVersion, more)
                            .policyVersion()
                            .versionId())
                    .isEqualTo("v" + i);
        }
        isRefused(
                () -> cloud.call(IamOps.CreatePolicyVersion, more),
                "LimitExceeded",
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an "
                        + "existing version.");
        DeletePolicyVersionRequest.Builder delete =
                DeletePolicyVersionRequest.builder().policyArn(arn);
        isRefused(
                () -> cloud.call(
                        IamOps.DeletePolicyVersion, delete.versionId("v5").build()),
                "DeleteConflict",
                "Cannot delete the default version of a policy.");
        cloud.call(IamOps.DeletePolicyVersion, delete.versionId("v1").build());
        assertThat(cloud.call(
                                IamOps.ListPolicyVersions,
                                ListPolicyVersionsRequest.builder()
                                        .policyArn(arn)
                                        .build())
                        .versions())
                .extracting(PolicyVersion::versionId)
                .containsExactly("v5", "v4", "v3", "v2");
    }

    @Test
    void aPolicyInUseIsCountedListedAndKept() {
        createRole("worker");
        String arn = createPolicy("shared", allow("s3:*"));
        attach("worker", arn);
        attach("worker", arn);
        Policy policy = cloud.call(
                        IamOps.GetPolicy,
                        GetPolicyRequest.builder().policyArn(arn).build())
                .policy();
        assertThat(policy.attachmentCount()).isEqualTo(1);
        assertThat(cloud.call(
                                IamOps.ListEntitiesForPolicy,
                                ListEntitiesForPolicyRequest.builder()
                                        .policyArn(arn)
                                        .build())
                        .policyRoles())
                .extracting(PolicyRole::roleName)
                .containsExactly("worker");
        DeletePolicyRequest delete =
                DeletePolicyRequest.builder().policyArn(arn).build();
        isRefused(
                () -> cloud.call(IamOps.DeletePolicy, delete),
                "DeleteConflict",
                "Cannot delete a policy attached to entities.");
        DetachRolePolicyRequest detach = DetachRolePolicyRequest.builder()
                .roleName("worker")
                .policyArn(arn)
                .build();
        cloud.call(IamOps.DetachRolePolicy, detach);
        cloud.call(IamOps.DeletePolicy, delete);
        isRefused(
                () -> attach("worker", arn), "NoSuchEntity", "Policy " + arn + " does not exist or is not attachable.");
    }

    @Test
    void manyMayAttachOnePolicyAtOnce() throws Exception {
        String arn = createPolicy("shared", allow("s3:*"));
        int roles = 40;
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> attached = new ArrayList<>();
            for (int i = 0; i < roles; i++) {
                String name = "worker-" + i;
                attached.add(threads.submit(() -> {
                    createRole(name);
                    attach(name, arn);
                }));
            }
            for (Future<?> one : attached) {
                one.get();
            }
        }
        Policy policy = cloud.call(
                        IamOps.GetPolicy,
                        GetPolicyRequest.builder().policyArn(arn).build())
                .policy();
        assertThat(policy.attachmentCount()).isEqualTo(roles);
    }

    @Test
    void everyOperationOfTheListIsOfThisModelAndThereOnce() {
        List<String> names = cloud.iam.operations().stream()
                .map(operation -> operation.op().name())
                .toList();
        assertThat(names).doesNotHaveDuplicates();
        assertThat(cloud.iam.model().ops().keySet()).containsAll(names);
    }
}
