package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.GetRoleRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Caller;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrustedPrincipalsTest {
    private static final String BOB = "arn:aws:iam::" + TestCloud.ACCOUNT + ":user/bob";
    private static final String ROLE = "arn:aws:iam::" + TestCloud.ACCOUNT + ":role/deploy";

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
        var user = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName(name).build())
                .user();
        return new Caller.User(TestCloud.ACCOUNT, "/", name, user.userId());
    }

    private void role(String principal) {
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName("deploy")
                        .assumeRolePolicyDocument("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\","
                                + "\"Action\":\"sts:AssumeRole\",\"Principal\":{\"AWS\":[\"" + principal + "\"]},"
                                + "\"Condition\":{\"ArnEquals\":{\"aws:PrincipalArn\":\"" + BOB + "\"}}}]}")
                        .build());
    }

    private String trust() {
        return URLDecoder.decode(
                cloud.call(
                                IamOps.GetRole,
                                GetRoleRequest.builder().roleName("deploy").build())
                        .role()
                        .assumeRolePolicyDocument(),
                StandardCharsets.UTF_8);
    }

    private void assume(Caller caller) {
        cloud.as(
                caller,
                StsOps.AssumeRole,
                AssumeRoleRequest.builder()
                        .roleArn(ROLE)
                        .roleSessionName("session")
                        .build());
    }

    @Test
    void aUserOfTheSameNameDoesNotInheritTheTrust() {
        Caller.User bob = user("bob");
        role(BOB);
        assertThat(trust()).contains("{\"AWS\":[\"" + BOB + "\"]}");

        cloud.call(
                IamOps.DeleteUser, DeleteUserRequest.builder().userName("bob").build());
        assertThat(trust()).contains("{\"AWS\":[\"" + bob.userId() + "\"]}", "\"aws:PrincipalArn\":\"" + BOB + "\"");

        Caller.User other = user("bob");
        assertThat(trust()).contains(bob.userId()).doesNotContain(other.userId());
        assertThatThrownBy(() -> assume(other)).hasMessageContaining("not authorized to perform: sts:AssumeRole");
    }

    @Test
    void whoIsNotThereCannotBeTrusted() {
        assertThatThrownBy(() -> role(BOB)).hasMessage("Invalid principal in policy: \"AWS\":\"" + BOB + "\"");
        role("arn:aws:iam::999988887777:user/someone-of-an-account-that-is-elsewhere");
        assertThat(trust()).contains("999988887777");
    }

    @Test
    void theFormInWhichPrincipalsAreKeptIsNotForClients() {
        Caller.User bob = user("bob");
        assertThatThrownBy(() -> role(bob.userId() + "@" + BOB)).hasMessageContaining("Invalid principal in policy");
    }
}
