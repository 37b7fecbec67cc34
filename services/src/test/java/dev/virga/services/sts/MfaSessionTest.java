package dev.virga.services.sts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.CreateVirtualMFADeviceRequest;
import dev.virga.api.iam.EnableMFADeviceRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.ListUsersRequest;
import dev.virga.api.iam.VirtualMFADevice;
import dev.virga.api.sts.AssumeRoleRequest;
import dev.virga.api.sts.Credentials;
import dev.virga.api.sts.GetAccessKeyInfoRequest;
import dev.virga.api.sts.GetCallerIdentityRequest;
import dev.virga.api.sts.GetSessionTokenRequest;
import dev.virga.api.sts.StsOps;
import dev.virga.kernel.Caller;
import dev.virga.services.iam.TestCloud;
import dev.virga.wire.AwsException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sessions that are opened with the code of a device.
class MfaSessionTest {
    @TempDir
    Path folder;

    private TestCloud cloud;
    private Caller alice;
    private String serial;
    private byte[] seed;

    @BeforeEach
    void open() throws IOException {
        cloud = new TestCloud(folder);
        String id = cloud.call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("alice").build())
                .user()
                .userId();
        alice = new Caller.User(TestCloud.ACCOUNT, "/", "alice", id);
        VirtualMFADevice device = cloud.call(
                        IamOps.CreateVirtualMFADevice,
                        CreateVirtualMFADeviceRequest.builder()
                                .virtualMFADeviceName("phone")
                                .build())
                .virtualMFADevice();
        serial = device.serialNumber();
        seed = base32(new String(device.base32StringSeed(), StandardCharsets.US_ASCII));
        cloud.call(
                IamOps.EnableMFADevice,
                EnableMFADeviceRequest.builder()
                        .userName("alice")
                        .serialNumber(serial)
                        .authenticationCode1(code(-1))
                        .authenticationCode2(code(0))
                        .build());
        cloud.time.advance(Duration.ofMinutes(2));
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static byte[] base32(String text) {
        String bits = "";
        for (char c : text.replace("=", "").toCharArray()) {
            String five = Integer.toBinaryString("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(c));
            bits += "0".repeat(5 - five.length()) + five;
        }
        byte[] bytes = new byte[bits.length() / 8];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) Integer.parseInt(bits.substring(8 * i, 8 * i + 8), 2);
        }
        return bytes;
    }

    private String code(int steps) {
        try {
            Mac mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(seed, "HmacSHA1"));
            long step = cloud.time.instant().getEpochSecond() / 30 + steps;
            byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(step).array());
            int number = ByteBuffer.wrap(hash, hash[19] & 15, 4).getInt() & Integer.MAX_VALUE;
            return "%06d".formatted(number % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private Caller caller(Credentials credentials) {
        return cloud.iam
                .credentials()
                .find(credentials.accessKeyId(), credentials.sessionToken(), cloud.time.instant())
                .caller();
    }

    @Test
    void aCodeIsTakenOnce() {
        GetSessionTokenRequest request = GetSessionTokenRequest.builder()
                .serialNumber(serial)
                .tokenCode(code(0))
                .build();
        Caller session = caller(cloud.as(alice, StsOps.GetSessionToken, request).credentials());
        assertThat(session.token().mfa()).isEqualTo(cloud.time.instant());
        assertThatThrownBy(() -> cloud.as(alice, StsOps.GetSessionToken, request))
                .hasMessageContaining("invalid MFA one time pass code");
        assertThatThrownBy(() -> cloud.as(
                        alice,
                        StsOps.GetSessionToken,
                        GetSessionTokenRequest.builder().serialNumber(serial).build()))
                .hasMessageContaining("must provide both");
    }

    @Test
    void aRoleMayDemandACode() {
        String trust = """
                {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
                "Principal":{"AWS":"arn:aws:iam::111122223333:user/alice"},
                "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}}}""";
        cloud.call(
                IamOps.CreateRole,
                CreateRoleRequest.builder()
                        .roleName("admin")
                        .assumeRolePolicyDocument(trust)
                        .build());
        AssumeRoleRequest.Builder request = AssumeRoleRequest.builder()
                .roleArn("arn:aws:iam::111122223333:role/admin")
                .roleSessionName("alice");
        assertThatThrownBy(() -> cloud.as(alice, StsOps.AssumeRole, request.build()))
                .hasMessageContaining("is not authorized to perform: sts:AssumeRole");
        request.serialNumber(serial);
        assertThatThrownBy(() -> cloud.as(
                        alice, StsOps.AssumeRole, request.tokenCode("000000").build()))
                .hasMessageContaining("invalid MFA one time pass code");
        Caller session = caller(
                cloud.as(alice, StsOps.AssumeRole, request.tokenCode(code(0)).build())
                        .credentials());
        assertThat(session.token().mfa()).isNotNull();
    }

    private void refused(Caller who, String code) {
        assertThatThrownBy(() -> session(who, code)).hasMessageContaining("invalid MFA one time pass code");
    }

    private Credentials session(Caller who, String code) {
        return cloud.as(
                        who,
                        StsOps.GetSessionToken,
                        GetSessionTokenRequest.builder()
                                .serialNumber(serial)
                                .tokenCode(code)
                                .build())
                .credentials();
    }

    private String wrong(int n) {
        String wrong = "%06d".formatted(n);
        return List.of(code(-1), code(0), code(1)).contains(wrong) ? "999999" : wrong;
    }

    @Test
    void afterFiveWrongCodesTheRightOneIsRefusedForAWhile() {
        for (int i = 0; i < 5; i++) {
            refused(alice, wrong(i));
        }
        refused(alice, code(0));
        cloud.time.advance(Duration.ofMinutes(15));
        assertThat(caller(session(alice, code(0))).token().mfa()).isNotNull();
    }

    @Test
    void rightCodesAreNoGuessesAndGuessesOfOthersDoNotCount() {
        Caller mallory = new Caller.User(TestCloud.ACCOUNT, "/", "mallory", "AIDAMALLORY");
        for (int i = 0; i < 8; i++) {
            refused(mallory, code(0));
            assertThat(session(alice, code(0))).isNotNull();
            cloud.time.advance(Duration.ofSeconds(30));
        }
    }

    @Test
    void aWrongCodeWritesNothing() {
        long before = cloud.commits();
        refused(alice, wrong(1));
        assertThat(cloud.commits()).isEqualTo(before + 1);
    }

    @Test
    void sessionsWithoutACodeOpenNeitherIamNorMoreOfSts() {
        Caller session = caller(cloud.as(
                        TestCloud.ROOT,
                        StsOps.GetSessionToken,
                        GetSessionTokenRequest.builder().build())
                .credentials());
        assertThatThrownBy(() -> cloud.as(
                        session, IamOps.ListUsers, ListUsersRequest.builder().build()))
                .isInstanceOfSatisfying(
                        AwsException.class, e -> assertThat(e.code()).isEqualTo("InvalidClientTokenId"));
        assertThatThrownBy(() -> cloud.cloud.call(
                        cloud.callOf(session).via("cloudformation"),
                        IamOps.ListUsers,
                        ListUsersRequest.builder().build()))
                .hasMessageContaining("security token");
        assertThatThrownBy(() -> cloud.as(
                        session,
                        StsOps.GetAccessKeyInfo,
                        GetAccessKeyInfoRequest.builder()
                                .accessKeyId("AKIAIOSFODNN7EXAMPLE")
                                .build()))
                .hasMessageContaining("Cannot call GetAccessKeyInfo with session credentials");
        assertThat(cloud.as(
                                session,
                                StsOps.GetCallerIdentity,
                                GetCallerIdentityRequest.builder().build())
                        .account())
                .isEqualTo(TestCloud.ACCOUNT);
    }

    @Test
    void aSessionWithACodeOpensIam() {
        Caller session = caller(session(alice, code(0)));
        assertThatThrownBy(() -> cloud.as(
                        session, IamOps.ListUsers, ListUsersRequest.builder().build()))
                .hasMessageContaining("is not authorized to perform: iam:ListUsers");
    }
}
