package dev.virga.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.iam.PutUserPolicyRequest;
import dev.virga.api.iam.User;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.AssumeRoleResponse;
import dev.virga.api.sts.DecodeAuthorizationMessageRequest;
import dev.virga.api.sts.GetAccessKeyInfoRequest;
import dev.virga.api.sts.GetCallerIdentityRequest;
import dev.virga.api.sts.GetFederationTokenRequest;
import dev.virga.api.sts.GetSessionTokenRequest;
import dev.virga.api.sts.PolicyDescriptorType;
import dev.virga.api.sts.StsOps;
import dev.virga.api.sts.Tag;
import dev.virga.kernel.Access;
import dev.virga.kernel.AuthorizationMessages;
import dev.virga.kernel.Authorizer;
import dev.virga.kernel.Caller;
import dev.virga.services.iam.TestCloud;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StsTest {
    private static final String ROLE = "arn:aws:iam::111122223333:role/app/worker";
    private static final Caller LAMBDA = new Caller.Service(TestCloud.ACCOUNT, "lambda.amazonaws.com", null);

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

    private void createRole(String principal, String condition) {
        String trust = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":[\"sts:AssumeRole\","
                + "\"sts:TagSession\"],\"Principal\":" + principal + ",\"Condition\":" + condition + "}}";
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName("worker")
                        .path("/app/")
                        .assumeRolePolicyDocument(trust)
                        .build());
        cloud.call(
                IamOps.PutRolePolicy,
                PutRolePolicyRequest.builder()
                        .roleName("worker")
                        .policyName("all")
                        .policyDocument(allow("dynamodb:*"))
                        .build());
    }

    private static String allow(String action) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"One\",\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"*\"}]}";
    }

    private void createLambdaRole() {
        createRole("{\"Service\":\"lambda.amazonaws.com\"}", "{}");
    }

    private static AssumeRoleRequest.Builder assume() {
        return AssumeRoleRequest.builder().roleArn(ROLE).roleSessionName("run-1");
    }

    private Caller.Session open(AssumeRoleResponse response) {
        var credentials = response.credentials();
        var found = cloud.iam
                .credentials()
                .find(credentials.accessKeyId(), credentials.sessionToken(), cloud.time.instant());
        assertThat(found.secretKey()).isEqualTo(credentials.secretAccessKey());
        return (Caller.Session) found.caller();
    }

    private String decide(Caller caller, String action) {
        Authorizer.Decision decision = cloud.iam.authorizer().decide(Access.to(action, "*"), cloud.callOf(caller));
        return decision instanceof Authorizer.Denied denied ? denied.because() : "allowed";
    }

    private static void isRefused(ThrowingCallable call, String code, String message) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo(code);
            assertThat(e.getMessage()).isEqualTo(message);
        });
    }

    @Test
    void lambdaAssumesTheRoleOfAFunction() {
        createLambdaRole();
        AssumeRoleResponse response = cloud.as(LAMBDA, StsOps.AssumeRole, assume().build());
        assertThat(response.assumedRoleUser().arn()).isEqualTo("arn:aws:sts::111122223333:assumed-role/worker/run-1");
        assertThat(response.credentials().accessKeyId()).startsWith("ASIA");
        Caller.Session session = open(response);
        assertThat(session.roleArn()).isEqualTo(ROLE);
        assertThat(decide(session, "dynamodb:PutItem")).isEqualTo("allowed");
        assertThat(decide(session, "s3:GetObject"))
                .isEqualTo("because no identity-based policy allows the s3:GetObject action");
        cloud.time.advance(Duration.ofHours(1));
        assertThatThrownBy(() -> open(response)).hasMessageContaining("expired");
    }

    @Test
    void whoIsNotTrustedIsRefusedAsIfThereWereNoRole() {
        String refusal = "User: lambda.amazonaws.com is not authorized to perform: sts:AssumeRole on resource: " + ROLE
                + " because no role trust policy allows the sts:AssumeRole action";
        isRefused(() -> cloud.as(LAMBDA, StsOps.AssumeRole, assume().build()), "AccessDenied", refusal);
        createRole("{\"Service\":\"ecs.amazonaws.com\"}", "{}");
        isRefused(() -> cloud.as(LAMBDA, StsOps.AssumeRole, assume().build()), "AccessDenied", refusal);
        isRefused(
                () -> cloud.call(
                        StsOps.AssumeRole,
                        assume().roleArn("arn:aws:s3:::bucket-name").build()),
                "ValidationError",
                "arn:aws:s3:::bucket-name is invalid");
    }

    @Test
    void anExternalIdIsChecked() {
        createRole("{\"AWS\":\"111122223333\"}", "{\"StringEquals\":{\"sts:ExternalId\":\"secret-1\"}}");
        cloud.call(StsOps.AssumeRole, assume().externalId("secret-1").build());
        assertThatThrownBy(() -> cloud.call(
                        StsOps.AssumeRole, assume().externalId("secret-2").build()))
                .hasMessageContaining("is not authorized to perform: sts:AssumeRole");
        assertThatThrownBy(() -> cloud.call(StsOps.AssumeRole, assume().build()))
                .hasMessageContaining("is not authorized to perform: sts:AssumeRole");
    }

    @Test
    void sessionPoliciesNarrowAndTagsAreSeen() {
        createLambdaRole();
        Caller.Session session = open(cloud.as(
                LAMBDA,
                StsOps.AssumeRole,
                assume().policy(allow("dynamodb:Get*"))
                        .policyArns(List.of(PolicyDescriptorType.builder()
                                .arn("arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
                                .build()))
                        .tags(List.of(Tag.builder().key("team").value("red").build()))
                        .build()));
        assertThat(session.tags()).containsEntry("team", "red");
        assertThat(decide(session, "dynamodb:GetItem")).isEqualTo("allowed");
        assertThat(decide(session, "dynamodb:PutItem"))
                .isEqualTo("because no session policy allows the dynamodb:PutItem action");
        isRefused(
                () -> cloud.as(LAMBDA, StsOps.AssumeRole, assume().policy("{}").build()),
                "MalformedPolicyDocument",
                "Syntax errors in policy.");
        assertThatThrownBy(() -> cloud.as(
                        LAMBDA,
                        StsOps.AssumeRole,
                        assume().policy(" ".repeat(2048) + allow("s3:*")).build()))
                .hasMessageContaining("length less than or equal to 2048");
    }

    @Test
    void durationsHaveLimits() {
        createRole("{\"AWS\":\"111122223333\"}", "{}");
        isRefused(
                () -> cloud.call(
                        StsOps.AssumeRole, assume().durationSeconds(7200).build()),
                "ValidationError",
                "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.");
        assertThatThrownBy(() -> cloud.call(
                        StsOps.AssumeRole, assume().durationSeconds(60).build()))
                .hasMessageContaining("900");
        AssumeRoleResponse response =
                cloud.call(StsOps.AssumeRole, assume().durationSeconds(900).build());
        assertThat(response.credentials().expiration()).isEqualTo(TestCloud.START.plusSeconds(900));
    }

    @Test
    void everybodyMayAskWhoTheyAre() {
        createLambdaRole();
        Caller.Session session = open(cloud.as(LAMBDA, StsOps.AssumeRole, assume().build()));
        var identity = cloud.as(
                session,
                StsOps.GetCallerIdentity,
                GetCallerIdentityRequest.builder().build());
        assertThat(identity.account()).isEqualTo(TestCloud.ACCOUNT);
        assertThat(identity.arn()).isEqualTo("arn:aws:sts::111122223333:assumed-role/worker/run-1");
        assertThat(identity.userId()).matches("AROA[A-Z2-7]{17}:run-1");
    }

    @Test
    void usersGetSessionsOfTheirOwn() {
        User user = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("alice").build())
                .user();
        Caller.User alice = new Caller.User(TestCloud.ACCOUNT, "/", "alice", user.userId());
        var credentials = cloud.as(
                        alice,
                        StsOps.GetSessionToken,
                        GetSessionTokenRequest.builder().build())
                .credentials();
        assertThat(cloud.iam
                        .credentials()
                        .find(credentials.accessKeyId(), credentials.sessionToken(), cloud.time.instant())
                        .caller())
                .isEqualTo(new Caller.User(
                        TestCloud.ACCOUNT, "/", "alice", user.userId(), Caller.Token.at(TestCloud.START)));
        assertThat(credentials.expiration()).isEqualTo(TestCloud.START.plusSeconds(43_200));
    }

    private Caller caller(dev.virga.api.sts.Credentials credentials) {
        var found = cloud.iam
                .credentials()
                .find(credentials.accessKeyId(), credentials.sessionToken(), cloud.time.instant());
        return found == null ? null : found.caller();
    }

    private void createTrusting(String name, String trust) {
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName(name)
                        .assumeRolePolicyDocument(trust)
                        .build());
    }

    private static String trust(String actions, String principal, String condition) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":" + actions
                + ",\"Principal\":" + principal + ",\"Condition\":" + condition + "}}";
    }

    private AssumeRoleRequest.Builder assume(String role) {
        return AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::111122223333:role/" + role)
                .roleSessionName("chain");
    }

    @Test
    void transitiveTagsAndTheSourceIdentityStayThroughAChain() {
        String account = "{\"AWS\":\"111122223333\"}";
        String all = "[\"sts:AssumeRole\",\"sts:TagSession\",\"sts:SetSourceIdentity\"]";
        createTrusting("first", trust(all, account, "{}"));
        createTrusting("second", trust(all, "{\"AWS\":\"arn:aws:iam::111122223333:role/first\"}", "{}"));
        createTrusting(
                "strict", trust("[\"sts:AssumeRole\"]", "{\"AWS\":\"arn:aws:iam::111122223333:role/first\"}", "{}"));
        AssumeRoleResponse first = cloud.call(
                StsOps.AssumeRole,
                assume("first")
                        .sourceIdentity("alice")
                        .tags(List.of(
                                Tag.builder().key("team").value("red").build(),
                                Tag.builder().key("job").value("7").build()))
                        .transitiveTagKeys(List.of("team"))
                        .build());
        assertThat(first.sourceIdentity()).isEqualTo("alice");
        Caller.Session one = (Caller.Session) caller(first.credentials());
        assertThat(one.tags()).containsEntry("team", "red").containsEntry("job", "7");
        AssumeRoleResponse second =
                cloud.as(one, StsOps.AssumeRole, assume("second").build());
        Caller.Session two = (Caller.Session) caller(second.credentials());
        assertThat(two.tags()).isEqualTo(java.util.Map.of("team", "red"));
        assertThat(two.token().sourceIdentity()).isEqualTo("alice");
        assertThat(two.token().transitiveTags()).containsExactly("team");
        assertThatThrownBy(() -> cloud.as(
                        one,
                        StsOps.AssumeRole,
                        assume("second").sourceIdentity("bob").build()))
                .hasMessageContaining("cannot be changed");
        assertThatThrownBy(() -> cloud.as(
                        one,
                        StsOps.AssumeRole,
                        assume("second")
                                .tags(List.of(
                                        Tag.builder().key("Team").value("blue").build()))
                                .build()))
                .hasMessageContaining("transitive");
        assertThatThrownBy(
                        () -> cloud.as(one, StsOps.AssumeRole, assume("strict").build()))
                .hasMessageContaining("is not authorized to perform: sts:TagSession");
        cloud.call(
                IamOps.UpdateRole,
                dev.virga.api.iam.UpdateRoleRequest.builder()
                        .roleName("second")
                        .maxSessionDuration(7200)
                        .build());
        isRefused(
                () -> cloud.as(
                        one,
                        StsOps.AssumeRole,
                        assume("second").durationSeconds(7200).build()),
                "ValidationError",
                "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining");
    }

    @Test
    void whatASessionCarriesIsPackedOrRefused() {
        createTrusting("first", trust("[\"sts:AssumeRole\",\"sts:TagSession\"]", "{\"AWS\":\"111122223333\"}", "{}"));
        List<Tag> tags = new java.util.ArrayList<>();
        java.util.Random random = new java.util.Random(7);
        for (int i = 0; i < 25; i++) {
            tags.add(Tag.builder().key("key" + i).value("x".repeat(250)).build());
        }
        AssumeRoleResponse packed =
                cloud.call(StsOps.AssumeRole, assume("first").tags(tags).build());
        assertThat(packed.packedPolicySize()).isBetween(70, 90);
        assertThat(packed.credentials().sessionToken()).hasSizeLessThan(4000);
        assertThat(((Caller.Session) caller(packed.credentials())).tags()).hasSize(25);
        tags.replaceAll(tag -> Tag.builder()
                .key(tag.key())
                .value(random.ints(250, 0x4e00, 0x9f00)
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString())
                .build());
        assertThatThrownBy(() ->
                        cloud.call(StsOps.AssumeRole, assume("first").tags(tags).build()))
                .isInstanceOf(dev.virga.api.sts.PackedPolicyTooLargeException.class);
    }

    @Test
    void aFederatedUserMayWhatBothPoliciesAllow() {
        User user = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("broker").build())
                .user();
        cloud.call(
                IamOps.PutUserPolicy,
                PutUserPolicyRequest.builder()
                        .userName("broker")
                        .policyName("all")
                        .policyDocument(allow("dynamodb:*").replace("\"dynamodb:*\"", "[\"dynamodb:*\",\"sts:*\"]"))
                        .build());
        Caller broker = new Caller.User(TestCloud.ACCOUNT, "/", "broker", user.userId());
        GetFederationTokenRequest.Builder request =
                GetFederationTokenRequest.builder().name("kim");
        var limited = cloud.as(
                broker,
                StsOps.GetFederationToken,
                request.policy(allow("dynamodb:Get*")).build());
        assertThat(limited.federatedUser().arn()).isEqualTo("arn:aws:sts::111122223333:federated-user/kim");
        assertThat(limited.federatedUser().federatedUserId()).isEqualTo("111122223333:kim");
        Caller kim = caller(limited.credentials());
        assertThat(decide(kim, "dynamodb:GetItem")).isEqualTo("allowed");
        assertThat(decide(kim, "dynamodb:PutItem")).contains("no session policy");
        assertThat(decide(kim, "s3:GetObject")).contains("no identity-based policy");
        var nothing =
                cloud.as(broker, StsOps.GetFederationToken, request.policy(null).build());
        assertThat(decide(caller(nothing.credentials()), "dynamodb:GetItem")).contains("no session policy");
        assertThatThrownBy(() -> cloud.as(kim, StsOps.GetFederationToken, request.build()))
                .hasMessage("Cannot call GetFederationToken with session credentials");
        cloud.call(
                IamOps.DeleteUserPolicy,
                dev.virga.api.iam.DeleteUserPolicyRequest.builder()
                        .userName("broker")
                        .policyName("all")
                        .build());
        cloud.call(
                IamOps.DeleteUser,
                dev.virga.api.iam.DeleteUserRequest.builder().userName("broker").build());
        assertThat(caller(limited.credentials())).isNull();
    }

    @Test
    void credentialsOfADeletedRoleAreWorthNothing() {
        createLambdaRole();
        AssumeRoleResponse response = cloud.as(LAMBDA, StsOps.AssumeRole, assume().build());
        Caller session = caller(response.credentials());
        cloud.call(
                IamOps.DeleteRolePolicy,
                dev.virga.api.iam.DeleteRolePolicyRequest.builder()
                        .roleName("worker")
                        .policyName("all")
                        .build());
        cloud.call(
                IamOps.DeleteRole,
                dev.virga.api.iam.DeleteRoleRequest.builder().roleName("worker").build());
        createLambdaRole();
        assertThat(caller(response.credentials())).isNull();
        String open = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\","
                + "\"Resource\":\"*\",\"Principal\":\"*\"}}";
        Access access = Access.to("s3:GetObject", "arn:aws:s3:::b/k").withResourcePolicy(open);
        assertThat(cloud.iam.authorizer().decide(access, cloud.callOf(session))).isInstanceOf(Authorizer.Denied.class);
    }

    @Test
    void sessionsIssuedBeforeATimeCanBeRevoked() {
        createLambdaRole();
        Caller before =
                caller(cloud.as(LAMBDA, StsOps.AssumeRole, assume().build()).credentials());
        cloud.time.advance(Duration.ofMinutes(1));
        String revoke = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Deny\",\"Action\":\"*\","
                + "\"Resource\":\"*\",\"Condition\":{\"DateLessThan\":{\"aws:TokenIssueTime\":\""
                + cloud.time.instant() + "\"}}}}";
        cloud.call(
                IamOps.PutRolePolicy,
                PutRolePolicyRequest.builder()
                        .roleName("worker")
                        .policyName("AWSRevokeOlderSessions")
                        .policyDocument(revoke)
                        .build());
        Caller after =
                caller(cloud.as(LAMBDA, StsOps.AssumeRole, assume().build()).credentials());
        assertThat(decide(before, "dynamodb:GetItem")).contains("explicit deny");
        assertThat(decide(after, "dynamodb:GetItem")).isEqualTo("allowed");
    }

    @Test
    void aServiceTakesARoleForLongerThanPeopleMay() {
        createLambdaRole();
        AssumeRoleResponse response = cloud.as(
                LAMBDA, StsOps.AssumeRole, assume().durationSeconds(43_200).build());
        assertThat(response.credentials().expiration()).isEqualTo(TestCloud.START.plusSeconds(43_200));
    }

    @Test
    void anAuthorizationMessageIsOpenedForWhoMay() {
        AuthorizationMessages messages = new AuthorizationMessages(new byte[32]);
        String encoded = messages.encode("{\"allowed\":false}");
        assertThat(decode(encoded)).isEqualTo("{\"allowed\":false}");
        String other = new AuthorizationMessages(new byte[] {1}).encode("{}");
        for (String wrong : List.of(other, encoded.substring(1), encoded + "A", "!", "x".repeat(9000))) {
            assertThatThrownBy(() -> decode(wrong))
                    .isInstanceOf(dev.virga.api.sts.InvalidAuthorizationMessageException.class);
        }
        byte[] noise = new byte[40_000];
        new java.util.Random(1).nextBytes(noise);
        assertThat(messages.encode(java.util.HexFormat.of().formatHex(noise))).isNull();
    }

    private String decode(String message) {
        return cloud.call(
                        StsOps.DecodeAuthorizationMessage,
                        DecodeAuthorizationMessageRequest.builder()
                                .encodedMessage(message)
                                .build())
                .decodedMessage();
    }

    @Test
    void wellKnownKeysAreTheRootOfTheirAccount() {
        var credentials = cloud.iam.credentials();
        assertThat(credentials.find("test", null, cloud.time.instant()).caller())
                .isEqualTo(new Caller.Root(TestCloud.ACCOUNT));
        var found = credentials.find("444455556666", "whatever", cloud.time.instant());
        assertThat(found.caller()).isEqualTo(new Caller.Root("444455556666"));
        assertThat(found.secretKey()).isEqualTo("test");
        assertThat(found.wellKnown()).isTrue();
        assertThat(credentials.find("44445555666", null, cloud.time.instant())).isNull();
        var own = cloud.iam.rootCredentials("444455556666");
        assertThat(credentials
                        .find(own.accessKeyId(), null, cloud.time.instant())
                        .caller())
                .isEqualTo(new Caller.Root("444455556666"));
    }

    @Test
    void anAccessKeyBelongsToAnAccount() {
        String id = cloud.iam.rootCredentials().accessKeyId();
        assertThat(cloud.call(
                                StsOps.GetAccessKeyInfo,
                                GetAccessKeyInfoRequest.builder()
                                        .accessKeyId(id)
                                        .build())
                        .account())
                .isEqualTo(TestCloud.ACCOUNT);
    }
}
