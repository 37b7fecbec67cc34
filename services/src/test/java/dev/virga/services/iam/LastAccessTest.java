package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.AttachRolePolicyRequest;
import dev.virga.api.iam.CreateGroupRequest;
import dev.virga.api.iam.CreatePolicyRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.GenerateServiceLastAccessedDetailsRequest;
import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.GetServiceLastAccessedDetailsRequest;
import dev.virga.api.iam.GetServiceLastAccessedDetailsResponse;
import dev.virga.api.iam.GetServiceLastAccessedDetailsWithEntitiesRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListGroupsRequest;
import dev.virga.api.iam.ListPoliciesGrantingServiceAccessRequest;
import dev.virga.api.iam.ListPoliciesGrantingServiceAccessResponse;
import dev.virga.api.iam.ListUsersRequest;
import dev.virga.api.iam.PutGroupPolicyRequest;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.api.iam.ServiceLastAccessed;
import dev.virga.api.iam.TrackedActionLastAccessed;
import dev.virga.kernel.Caller;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who used what when, as IAM reports it.
class LastAccessTest {
    private static final String USER = "arn:aws:iam::111122223333:user/ada";
    private static final String GROUP = "arn:aws:iam::111122223333:group/crew";
    private static final String ROLE = "arn:aws:iam::111122223333:role/worker";
    private static final String POLICY = "arn:aws:iam::111122223333:policy/lister";

    @TempDir
    Path folder;

    private TestCloud cloud;
    private Caller.User ada;
    private Caller.Session worker;

    @BeforeEach
    void open() throws IOException {
        cloud = new TestCloud(folder);
        String id = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("ada").build())
                .user()
                .userId();
        ada = new Caller.User(TestCloud.ACCOUNT, "/", "ada", id);
        cloud.call(
                IamOps.CreateGroup,
                CreateGroupRequest.builder().groupName("crew").build());
        cloud.call(
                IamOps.AddUserToGroup,
                AddUserToGroupRequest.builder()
                        .groupName("crew")
                        .userName("ada")
                        .build());
        cloud.call(
                IamOps.PutUserPolicy,
                PutUserPolicyRequest.builder()
                        .userName("ada")
                        .policyName("own")
                        .policyDocument(allow("\"iam:ListUsers\",\"sqs:SendMessage\",\"nosuch:*\""))
                        .build());
        cloud.call(
                IamOps.PutGroupPolicy,
                PutGroupPolicyRequest.builder()
                        .groupName("crew")
                        .policyName("group")
                        .policyDocument(allow("\"kms:De*\",\"iam:*Groups\""))
                        .build());
        cloud.call(
                IamOps.CreatePolicy,
                CreatePolicyRequest.builder()
                        .policyName("lister")
                        .policyDocument(allow("\"iam:List*\""))
                        .build());
        String roleId = cloud.call(
                        IamOps.CreateRole,
                        CreateRoleRequest.builder()
                                .roleName("worker")
                                .assumeRolePolicyDocument("""
                                        {"Version":"2012-10-17","Statement":{"Effect":"Allow",
                                        "Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}""")
                                .build())
                .role()
                .roleId();
        worker = new Caller.Session(TestCloud.ACCOUNT, "/", "worker", roleId, "s", null, java.util.Map.of());
        cloud.call(
                IamOps.AttachRolePolicy,
                AttachRolePolicyRequest.builder()
                        .roleName("worker")
                        .policyArn(POLICY)
                        .build());
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String allow(String actions) {
        return """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[%s],"Resource":"*"}}""".formatted(actions);
    }

    private String job(String arn, String granularity) {
        return cloud.call(
                        IamOps.GenerateServiceLastAccessedDetails,
                        GenerateServiceLastAccessedDetailsRequest.builder()
                                .arn(arn)
                                .granularity(granularity)
                                .build())
                .jobId();
    }

    private GetServiceLastAccessedDetailsResponse report(String job) {
        return cloud.call(
                IamOps.GetServiceLastAccessedDetails,
                GetServiceLastAccessedDetailsRequest.builder().jobId(job).build());
    }

    private void use() {
        cloud.as(worker, IamOps.ListUsers, ListUsersRequest.builder().build());
        cloud.time.advance(Duration.ofHours(2));
        cloud.as(ada, IamOps.ListUsers, ListUsersRequest.builder().build());
        cloud.as(ada, IamOps.ListGroups, ListGroupsRequest.builder().build());
    }

    @Test
    void aReportListsWhatIsGrantedAndWhenItWasUsed() {
        use();
        List<ServiceLastAccessed> services = report(job(USER, null)).servicesLastAccessed();
        assertThat(services).extracting(ServiceLastAccessed::serviceNamespace).containsExactly("iam", "kms", "sqs");
        assertThat(services.getFirst()).satisfies(iam -> {
            assertThat(iam.lastAuthenticated()).isEqualTo(cloud.time.instant());
            assertThat(iam.lastAuthenticatedEntity()).isEqualTo(USER);
            assertThat(iam.lastAuthenticatedRegion()).isEqualTo(TestCloud.REGION);
            assertThat(iam.totalAuthenticatedEntities()).isEqualTo(1);
            assertThat(iam.trackedActionsLastAccessed()).isNull();
        });
        assertThat(services.getLast().lastAuthenticated()).isNull();
        assertThat(services.getLast().totalAuthenticatedEntities()).isZero();
    }

    @Test
    void aReportOfActionsTellsThemApart() {
        use();
        GetServiceLastAccessedDetailsResponse report = report(job(GROUP, "ACTION_LEVEL"));
        assertThat(report.jobType()).isEqualTo("ACTION_LEVEL");
        assertThat(report.servicesLastAccessed().getFirst().trackedActionsLastAccessed())
                .extracting(TrackedActionLastAccessed::actionName)
                .containsExactly("ListGroups");
        assertThat(report.servicesLastAccessed().getFirst().trackedActionsLastAccessed())
                .singleElement()
                .satisfies(each -> assertThat(each.lastAccessedEntity()).isEqualTo(USER));
    }

    @Test
    void aPolicyIsUsedByWhomItIsAttachedToAlsoWhenTheyAreRefused() {
        use();
        String job = job(POLICY, null);
        assertThat(report(job).servicesLastAccessed().getFirst().lastAuthenticatedEntity())
                .isEqualTo(ROLE);
        assertThat(cloud.call(
                                IamOps.GetServiceLastAccessedDetailsWithEntities,
                                GetServiceLastAccessedDetailsWithEntitiesRequest.builder()
                                        .jobId(job)
                                        .serviceNamespace("iam")
                                        .build())
                        .entityDetailsList())
                .singleElement()
                .satisfies(each -> {
                    assertThat(each.entityInfo().type()).isEqualTo("ROLE");
                    assertThat(each.lastAuthenticated()).isEqualTo(TestCloud.START);
                });
        assertThat(cloud.call(
                                IamOps.GetRole,
                                GetRoleRequest.builder().roleName("worker").build())
                        .role()
                        .roleLastUsed()
                        .lastUsedDate())
                .isEqualTo(TestCloud.START);
        assertThatThrownBy(() -> cloud.as(
                        worker,
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("x").build()))
                .isInstanceOf(AwsException.class);
        assertThat(report(job).servicesLastAccessed().getFirst().lastAuthenticated())
                .isEqualTo(cloud.time.instant());
    }

    @Test
    void aJobIsForgottenAfterAWeekAndNeedsSomebodyWhoIsThere() {
        String job = job(ROLE, null);
        cloud.time.advance(Duration.ofDays(8));
        refused("NoSuchEntity", () -> report(job));
        refused("NoSuchEntity", () -> report("00000000-0000-0000-0000-000000000000"));
        refused("NoSuchEntity", () -> job(ROLE + "x", null));
        refused("AccessDenied", () -> job("arn:aws:iam::444455556666:user/ada", null));
        refused("InvalidInput", () -> job("arn:aws:iam::111122223333:mfa/adaphone", null));
    }

    @Test
    void policiesThatGrantSomethingOfAServiceAreListed() {
        ListPoliciesGrantingServiceAccessResponse response = cloud.call(
                IamOps.ListPoliciesGrantingServiceAccess,
                ListPoliciesGrantingServiceAccessRequest.builder()
                        .arn(USER)
                        .serviceNamespaces(List.of("iam", "kms", "s3"))
                        .build());
        assertThat(response.policiesGrantingServiceAccess())
                .extracting(each -> each.serviceNamespace() + ": "
                        + each.policies().stream()
                                .map(policy ->
                                        policy.policyName() + " of " + policy.entityType() + " " + policy.entityName())
                                .toList())
                .containsExactly("iam: [own of USER ada, group of GROUP crew]", "kms: [group of GROUP crew]", "s3: []");
        refused(
                "InvalidInput",
                () -> cloud.call(
                        IamOps.ListPoliciesGrantingServiceAccess,
                        ListPoliciesGrantingServiceAccessRequest.builder()
                                .arn(USER)
                                .serviceNamespaces(List.of("nosuch"))
                                .build()));
    }

    private static void refused(String code, Runnable call) {
        assertThatThrownBy(call::run).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
