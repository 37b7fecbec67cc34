package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.AddRoleToInstanceProfileRequest;
import dev.virga.api.iam.AddUserToGroupRequest;
import dev.virga.api.iam.ChangePasswordRequest;
import dev.virga.api.iam.CreateAccountAliasRequest;
import dev.virga.api.iam.CreateGroupRequest;
import dev.virga.api.iam.CreateInstanceProfileRequest;
import dev.virga.api.iam.CreateLoginProfileRequest;
import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateServiceLinkedRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.CreateVirtualMFADeviceRequest;
import dev.virga.api.iam.DeactivateMFADeviceRequest;
import dev.virga.api.iam.DeleteInstanceProfileRequest;
import dev.virga.api.iam.DeleteRoleRequest;
import dev.virga.api.iam.DeleteServiceLinkedRoleRequest;
import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.DeleteVirtualMFADeviceRequest;
import dev.virga.api.iam.EnableMFADeviceRequest;
import dev.virga.api.iam.GenerateCredentialReportRequest;
import dev.virga.api.iam.GetAccountAuthorizationDetailsRequest;
import dev.virga.api.iam.GetAccountAuthorizationDetailsResponse;
import dev.virga.api.iam.GetAccountPasswordPolicyRequest;
import dev.virga.api.iam.GetAccountSummaryRequest;
import dev.virga.api.iam.GetContextKeysForCustomPolicyRequest;
import dev.virga.api.iam.GetCredentialReportRequest;
import dev.virga.api.iam.GetGroupRequest;
import dev.virga.api.iam.GetInstanceProfileRequest;
import dev.virga.api.iam.GetServiceLinkedRoleDeletionStatusRequest;
import dev.virga.api.iam.Group;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.InstanceProfile;
import dev.virga.api.iam.ListAccountAliasesRequest;
import dev.virga.api.iam.ListGroupsForUserRequest;
import dev.virga.api.iam.ListInstanceProfilesForRoleRequest;
import dev.virga.api.iam.ListMFADevicesRequest;
import dev.virga.api.iam.MFADevice;
import dev.virga.api.iam.PasswordPolicy;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.api.iam.RemoveRoleFromInstanceProfileRequest;
import dev.virga.api.iam.Role;
import dev.virga.api.iam.RoleDetail;
import dev.virga.api.iam.Tag;
import dev.virga.api.iam.UpdateAccountPasswordPolicyRequest;
import dev.virga.api.iam.UpdateGroupRequest;
import dev.virga.api.iam.User;
import dev.virga.api.iam.UserDetail;
import dev.virga.api.iam.VirtualMFADevice;
import dev.virga.kernel.Caller;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What an account has besides policies: profiles, passwords, devices, names, reports.
class AccountTest {
    private static final String TRUST = """
            {"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole",
            "Principal":{"Service":"lambda.amazonaws.com"}}]}""";
    private static final String GOOD = "Correct-horse-7";

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

    private Caller.User user(String name) {
        String id = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName(name).build())
                .user()
                .userId();
        return new Caller.User(TestCloud.ACCOUNT, "/", name, id);
    }

    private void role(String name) {
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName(name)
                        .assumeRolePolicyDocument(TRUST)
                        .build());
    }

    private static void refused(String code, String message, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        AwsException.class,
                        e -> assertThat(e.code()).as(e.getMessage()).startsWith(code))
                .hasMessageContaining(message);
    }

    @Test
    void anInstanceProfileHoldsOneRoleWhichCannotBeDeleted() {
        role("web");
        role("other");
        cloud.call(
                IamOps.CreateInstanceProfile,
                CreateInstanceProfileRequest.builder()
                        .instanceProfileName("web")
                        .tags(List.of(Tag.builder().key("team").value("a").build()))
                        .build());
        AddRoleToInstanceProfileRequest add = AddRoleToInstanceProfileRequest.builder()
                .instanceProfileName("web")
                .roleName("web")
                .build();
        cloud.call(IamOps.AddRoleToInstanceProfile, add);
        refused(
                "LimitExceeded",
                "InstanceSessionsPerInstanceProfile: 1",
                () -> cloud.call(
                        IamOps.AddRoleToInstanceProfile,
                        add.toBuilder().roleName("other").build()));
        InstanceProfile shown = cloud.call(
                        IamOps.GetInstanceProfile,
                        GetInstanceProfileRequest.builder()
                                .instanceProfileName("web")
                                .build())
                .instanceProfile();
        assertThat(shown.roles()).extracting(Role::roleName).containsExactly("web");
        assertThat(shown.arn()).isEqualTo("arn:aws:iam::" + TestCloud.ACCOUNT + ":instance-profile/web");
        assertThat(cloud.call(
                                IamOps.ListInstanceProfilesForRole,
                                ListInstanceProfilesForRoleRequest.builder()
                                        .roleName("web")
                                        .build())
                        .instanceProfiles())
                .hasSize(1);
        DeleteRoleRequest delete = DeleteRoleRequest.builder().roleName("web").build();
        refused(
                "DeleteConflict",
                "must remove roles from instance profile first",
                () -> cloud.call(IamOps.DeleteRole, delete));
        DeleteInstanceProfileRequest deleteProfile = DeleteInstanceProfileRequest.builder()
                .instanceProfileName("web")
                .build();
        refused("DeleteConflict", "must remove roles", () -> cloud.call(IamOps.DeleteInstanceProfile, deleteProfile));
        cloud.call(
                IamOps.RemoveRoleFromInstanceProfile,
                RemoveRoleFromInstanceProfileRequest.builder()
                        .instanceProfileName("web")
                        .roleName("web")
                        .build());
        cloud.call(IamOps.DeleteRole, delete);
        cloud.call(IamOps.DeleteInstanceProfile, deleteProfile);
        refused(
                "NoSuchEntity",
                "Instance Profile web cannot be found",
                () -> cloud.call(IamOps.DeleteInstanceProfile, deleteProfile));
    }

    @Test
    void passwordsFollowThePolicyAndAreNotUsedTwice() {
        Caller.User ada = user("ada");
        CreateLoginProfileRequest create = CreateLoginProfileRequest.builder()
                .userName("ada")
                .password("simple")
                .build();
        refused("PasswordPolicyViolation", "minimum length of 8", () -> cloud.call(IamOps.CreateLoginProfile, create));
        cloud.call(IamOps.CreateLoginProfile, create.toBuilder().password(GOOD).build());
        refused(
                "EntityAlreadyExists",
                "Login Profile for user ada already exists",
                () -> cloud.call(
                        IamOps.CreateLoginProfile,
                        create.toBuilder().password(GOOD).build()));
        cloud.call(
                IamOps.UpdateAccountPasswordPolicy,
                UpdateAccountPasswordPolicyRequest.builder()
                        .minimumPasswordLength(10)
                        .passwordReusePrevention(2)
                        .allowUsersToChangePassword(true)
                        .maxPasswordAge(90)
                        .build());
        PasswordPolicy policy = cloud.call(
                        IamOps.GetAccountPasswordPolicy,
                        GetAccountPasswordPolicyRequest.builder().build())
                .passwordPolicy();
        assertThat(policy.expirePasswords()).isTrue();
        cloud.call(
                IamOps.PutUserPolicy,
                PutUserPolicyRequest.builder()
                        .userName("ada")
                        .policyName("own")
                        .policyDocument("{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":"
                                + "\"iam:ChangePassword\",\"Resource\":\"arn:aws:iam::*:user/${aws:username}\"}}")
                        .build());
        ChangePasswordRequest change = ChangePasswordRequest.builder()
                .oldPassword("wrong")
                .newPassword("Another-horse-8")
                .build();
        refused("AccessDenied", "The old password was incorrect", () -> cloud.as(ada, IamOps.ChangePassword, change));
        cloud.as(
                ada, IamOps.ChangePassword, change.toBuilder().oldPassword(GOOD).build());
        refused(
                "PasswordPolicyViolation",
                "used before",
                () -> cloud.as(
                        ada,
                        IamOps.ChangePassword,
                        ChangePasswordRequest.builder()
                                .oldPassword("Another-horse-8")
                                .newPassword(GOOD)
                                .build()));
        refused(
                "DeleteConflict",
                "must delete login profile first",
                () -> cloud.call(
                        IamOps.DeleteUser,
                        DeleteUserRequest.builder().userName("ada").build()));
    }

    @Test
    void aDeviceIsEnabledByTwoCodesThatFollowEachOther() {
        user("ada");
        VirtualMFADevice made = cloud.call(
                        IamOps.CreateVirtualMFADevice,
                        CreateVirtualMFADeviceRequest.builder()
                                .virtualMFADeviceName("phone")
                                .build())
                .virtualMFADevice();
        byte[] seed = unbase32(new String(made.base32StringSeed(), StandardCharsets.US_ASCII));
        long step = Totp.step(cloud.time.instant());
        EnableMFADeviceRequest enable = EnableMFADeviceRequest.builder()
                .userName("ada")
                .serialNumber(made.serialNumber())
                .authenticationCode1(Totp.code(seed, step - 1))
                .authenticationCode2(Totp.code(seed, step))
                .build();
        refused(
                "InvalidAuthenticationCode",
                "not valid",
                () -> cloud.call(
                        IamOps.EnableMFADevice,
                        enable.toBuilder()
                                .authenticationCode1(enable.authenticationCode2())
                                .build()));
        cloud.call(IamOps.EnableMFADevice, enable);
        Caller.User ada = new Caller.User(TestCloud.ACCOUNT, "/", "ada", "AIDAX");
        assertThat(cloud.call(
                                IamOps.ListMFADevices,
                                ListMFADevicesRequest.builder().userName("ada").build())
                        .mfaDevices())
                .extracting(MFADevice::serialNumber)
                .containsExactly(made.serialNumber());
        assertThat(cloud.iam
                        .mfaCodes()
                        .accepts(ada, made.serialNumber(), enable.authenticationCode2(), cloud.time.instant()))
                .as("a code that was used")
                .isFalse();
        cloud.time.advance(Duration.ofSeconds(60));
        String next = Totp.code(seed, step + 2);
        assertThat(cloud.iam.mfaCodes().accepts(ada, made.serialNumber(), next, cloud.time.instant()))
                .isTrue();
        assertThat(cloud.iam.mfaCodes().accepts(ada, made.serialNumber(), next, cloud.time.instant()))
                .isFalse();
        refused(
                "DeleteConflict",
                "must delete MFA device first",
                () -> cloud.call(
                        IamOps.DeleteUser,
                        DeleteUserRequest.builder().userName("ada").build()));
        DeleteVirtualMFADeviceRequest delete = DeleteVirtualMFADeviceRequest.builder()
                .serialNumber(made.serialNumber())
                .build();
        refused("DeleteConflict", "Must deactivate first", () -> cloud.call(IamOps.DeleteVirtualMFADevice, delete));
        cloud.call(
                IamOps.DeactivateMFADevice,
                DeactivateMFADeviceRequest.builder()
                        .userName("ada")
                        .serialNumber(made.serialNumber())
                        .build());
        cloud.call(IamOps.DeleteVirtualMFADevice, delete);
        cloud.call(
                IamOps.DeleteUser, DeleteUserRequest.builder().userName("ada").build());
    }

    private static byte[] unbase32(String text) {
        List<Byte> bytes = new ArrayList<>();
        long bits = 0;
        int have = 0;
        for (char c : text.toCharArray()) {
            bits = bits << 5 | "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c);
            have += 5;
            if (have >= 8) {
                have -= 8;
                bytes.add((byte) (bits >>> have));
            }
        }
        byte[] all = new byte[bytes.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = bytes.get(i);
        }
        return all;
    }

    @Test
    void codesAreThoseOfTheStandard() {
        byte[] seed = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);
        assertThat(Totp.code(seed, 59 / 30)).isEqualTo("287082");
        assertThat(Totp.code(seed, 1111111109 / 30)).isEqualTo("081804");
        assertThat(Totp.code(seed, 20000000000L / 30)).isEqualTo("353130");
    }

    @Test
    void anAliasBelongsToOneAccount() {
        CreateAccountAliasRequest create =
                CreateAccountAliasRequest.builder().accountAlias("orders").build();
        cloud.call(IamOps.CreateAccountAlias, create);
        refused(
                "EntityAlreadyExists",
                "The account alias orders already exists.",
                () -> cloud.as(new Caller.Root("444455556666"), IamOps.CreateAccountAlias, create));
        cloud.call(
                IamOps.CreateAccountAlias,
                create.toBuilder().accountAlias("shop").build());
        assertThat(cloud.call(
                                IamOps.ListAccountAliases,
                                ListAccountAliasesRequest.builder().build())
                        .accountAliases())
                .containsExactly("shop");
        cloud.as(new Caller.Root("444455556666"), IamOps.CreateAccountAlias, create);
    }

    @Test
    void onlyAwsChangesTheRoleOfAService() {
        Role role = cloud.call(
                        IamOps.CreateServiceLinkedRole,
                        CreateServiceLinkedRoleRequest.builder()
                                .awsServiceName("ops.apigateway.amazonaws.com")
                                .build())
                .role();
        assertThat(role.arn())
                .isEqualTo("arn:aws:iam::" + TestCloud.ACCOUNT
                        + ":role/aws-service-role/ops.apigateway.amazonaws.com/AWSServiceRoleForAPIGateway");
        refused(
                "UnmodifiableEntity",
                "protected role 'AWSServiceRoleForAPIGateway'",
                () -> cloud.call(
                        IamOps.DeleteRole,
                        DeleteRoleRequest.builder()
                                .roleName("AWSServiceRoleForAPIGateway")
                                .build()));
        String task = cloud.call(
                        IamOps.DeleteServiceLinkedRole,
                        DeleteServiceLinkedRoleRequest.builder()
                                .roleName("AWSServiceRoleForAPIGateway")
                                .build())
                .deletionTaskId();
        assertThat(cloud.call(
                                IamOps.GetServiceLinkedRoleDeletionStatus,
                                GetServiceLinkedRoleDeletionStatusRequest.builder()
                                        .deletionTaskId(task)
                                        .build())
                        .status())
                .isEqualTo("SUCCEEDED");
    }

    @Test
    void aGroupKeepsItsMembersUnderAnotherName() {
        user("ada");
        cloud.call(
                IamOps.CreateGroup,
                CreateGroupRequest.builder().groupName("old").build());
        cloud.call(
                IamOps.AddUserToGroup,
                AddUserToGroupRequest.builder().groupName("old").userName("ada").build());
        cloud.call(
                IamOps.UpdateGroup,
                UpdateGroupRequest.builder()
                        .groupName("old")
                        .newGroupName("new")
                        .newPath("/team/")
                        .build());
        assertThat(cloud.call(
                                IamOps.GetGroup,
                                GetGroupRequest.builder().groupName("new").build())
                        .users())
                .extracting(User::userName)
                .containsExactly("ada");
        assertThat(cloud.call(
                                IamOps.ListGroupsForUser,
                                ListGroupsForUserRequest.builder()
                                        .userName("ada")
                                        .build())
                        .groups())
                .extracting(Group::arn)
                .containsExactly("arn:aws:iam::" + TestCloud.ACCOUNT + ":group/team/new");
    }

    @Test
    void reportsShowTheWholeAccount() {
        user("ada");
        role("web");
        GetCredentialReportRequest get = GetCredentialReportRequest.builder().build();
        refused("ReportNotPresent", "", () -> cloud.call(IamOps.GetCredentialReport, get));
        cloud.call(
                IamOps.GenerateCredentialReport,
                GenerateCredentialReportRequest.builder().build());
        String csv = new String(cloud.call(IamOps.GetCredentialReport, get).content(), StandardCharsets.UTF_8);
        assertThat(csv.lines()).hasSize(3);
        assertThat(csv.lines().map(line -> line.split(",").length)).containsOnly(22);
        cloud.time.advance(Duration.ofHours(5));
        refused("ReportExpired", "", () -> cloud.call(IamOps.GetCredentialReport, get));

        GetAccountAuthorizationDetailsResponse first = cloud.call(
                IamOps.GetAccountAuthorizationDetails,
                GetAccountAuthorizationDetailsRequest.builder().maxItems(1).build());
        assertThat(first.userDetailList()).extracting(UserDetail::userName).containsExactly("ada");
        assertThat(first.isTruncated()).isTrue();
        GetAccountAuthorizationDetailsResponse second = cloud.call(
                IamOps.GetAccountAuthorizationDetails,
                GetAccountAuthorizationDetailsRequest.builder()
                        .marker(first.marker())
                        .build());
        assertThat(second.roleDetailList()).extracting(RoleDetail::roleName).containsExactly("web");
        assertThat(cloud.call(
                                IamOps.GetAccountSummary,
                                GetAccountSummaryRequest.builder().build())
                        .summaryMap())
                .containsEntry("Users", 1)
                .containsEntry("Roles", 1)
                .containsEntry("AttachedPoliciesPerRoleQuota", 10);
    }

    @Test
    void theKeysOfPoliciesAreFound() {
        assertThat(cloud.call(
                                IamOps.GetContextKeysForCustomPolicy,
                                GetContextKeysForCustomPolicyRequest.builder()
                                        .policyInputList(List.of(
                                                "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\","
                                                        + "\"Action\":\"s3:*\",\"Resource\":\"arn:aws:s3:::${aws:username, 'x'}\","
                                                        + "\"Condition\":{\"StringLike\":{\"s3:prefix\":\"a\"}}}}"))
                                        .build())
                        .contextKeyNames())
                .containsExactly("aws:username", "s3:prefix");
    }
}
