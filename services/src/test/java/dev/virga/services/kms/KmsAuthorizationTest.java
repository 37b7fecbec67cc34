package dev.virga.services.kms;

import static dev.virga.services.kms.KmsFixture.ACCOUNT;
import static dev.virga.services.kms.KmsFixture.OTHER_ACCOUNT;
import static dev.virga.services.kms.KmsFixture.ROOT;
import static dev.virga.services.kms.KmsFixture.TEXT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.kms.*;
import dev.virga.kernel.Caller;
import dev.virga.wire.AwsException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Who may use a key: its policy, grants, and IAM only as far as the key's policy lets it.
class KmsAuthorizationTest {
    private static final String ALLOW_ALL = """
            {"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:*","Resource":"*"}}""";

    @TempDir
    Path folder;

    private KmsFixture kms;

    @BeforeEach
    void open() throws Exception {
        kms = new KmsFixture(folder);
    }

    @AfterEach
    void close() {
        kms.close();
    }

    private static void denied(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo("AccessDeniedException"));
    }

    private static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(AwsException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }

    private String keyWith(String statements) {
        return kms.key(CreateKeyRequest.builder()
                .bypassPolicyLockoutSafetyCheck(true)
                .policy("{\"Version\":\"2012-10-17\",\"Statement\":[" + statements + "]}"));
    }

    private static String allow(String principal, String action, String condition) {
        return "{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"" + principal + "\"},\"Action\":\"" + action
                + "\",\"Resource\":\"*\"" + (condition.isEmpty() ? "" : ",\"Condition\":" + condition) + "}";
    }

    @Test
    void theDefaultPolicyLeavesItToIam() {
        String key = kms.key();
        Caller ada = kms.user("ada", ACCOUNT, ALLOW_ALL);
        Caller bob = kms.user("bob", ACCOUNT, "");
        kms.encrypt(ada, key, Map.of());
        denied(() -> kms.encrypt(bob, key, Map.of()));
    }

    @Test
    void withoutTheAccountInTheKeysPolicyIamCountsForNothing() {
        Caller ada = kms.user("ada", ACCOUNT, ALLOW_ALL);
        Caller bob = kms.user("bob", ACCOUNT, "");
        String key = keyWith(allow("arn:aws:iam::" + ACCOUNT + ":user/bob", "kms:Encrypt", ""));
        denied(() -> kms.encrypt(ada, key, Map.of()));
        denied(() -> kms.encrypt(ROOT, key, Map.of()));
        kms.encrypt(bob, key, Map.of());
        denied(() -> kms.as(
                bob, KmsOps.DescribeKey, DescribeKeyRequest.builder().keyId(key).build()));
    }

    @Test
    void aPolicyThatLocksEverybodyOutIsRefused() {
        String locked = "{\"Version\":\"2012-10-17\",\"Statement\":["
                + allow("arn:aws:iam::" + ACCOUNT + ":user/nobody", "kms:*", "") + "]}";
        refused(
                "MalformedPolicyDocumentException",
                () -> kms.key(CreateKeyRequest.builder().policy(locked)));
        String key = kms.key();
        refused(
                "MalformedPolicyDocumentException",
                () -> kms.call(
                        KmsOps.PutKeyPolicy,
                        PutKeyPolicyRequest.builder().keyId(key).policy(locked).build()));
        refused(
                "MalformedPolicyDocumentException",
                () -> kms.call(
                        KmsOps.PutKeyPolicy,
                        PutKeyPolicyRequest.builder().keyId(key).policy("{}").build()));
        kms.call(
                KmsOps.PutKeyPolicy,
                PutKeyPolicyRequest.builder()
                        .keyId(key)
                        .policy(locked)
                        .bypassPolicyLockoutSafetyCheck(true)
                        .build());
        denied(() -> kms.describe(key));
    }

    @Test
    void anotherAccountNeedsBothPolicies() {
        Caller ada = kms.user("ada", OTHER_ACCOUNT, ALLOW_ALL);
        Caller bob = kms.user("bob", OTHER_ACCOUNT, "");
        String closed = kms.key();
        String open = keyWith(allow("arn:aws:iam::" + OTHER_ACCOUNT + ":root", "kms:*", ""));
        denied(() -> kms.encrypt(ada, closed, Map.of()));
        denied(() -> kms.encrypt(bob, open, Map.of()));
        byte[] blob = kms.encrypt(ada, open, Map.of());
        assertThat(kms.decrypt(ada, blob, Map.of()).keyId()).isEqualTo(open);
        denied(() -> kms.as(
                ada, KmsOps.DisableKey, DisableKeyRequest.builder().keyId(open).build()));
        // By its id alone it would be a key of the caller's own account.
        String id = open.substring(open.indexOf('/') + 1);
        refused("NotFoundException", () -> kms.encrypt(ada, id, Map.of()));
    }

    @Test
    void conditionsSeeTheEncryptionContextAndTheAlias() {
        String condition = "{\"StringEquals\":{\"kms:EncryptionContext:app\":\"orders\"},"
                + "\"ForAllValues:StringEquals\":{\"kms:EncryptionContextKeys\":[\"app\",\"stage\"]}}";
        Caller bob = kms.user("bob", ACCOUNT, "");
        String arn = "arn:aws:iam::" + ACCOUNT + ":user/bob";
        String key = keyWith(allow(arn, "kms:Encrypt", condition) + "," + allow(ROOT.arn(), "kms:*", ""));
        kms.encrypt(bob, key, Map.of("app", "orders", "stage", "x"));
        denied(() -> kms.encrypt(bob, key, Map.of("app", "other")));
        denied(() -> kms.encrypt(bob, key, Map.of("app", "orders", "more", "x")));
        denied(() -> kms.encrypt(bob, key, Map.of()));

        String named = keyWith(allow(arn, "kms:Encrypt", "{\"StringEquals\":{\"kms:RequestAlias\":\"alias/app\"}}")
                + "," + allow(ROOT.arn(), "kms:*", ""));
        kms.call(
                KmsOps.CreateAlias,
                CreateAliasRequest.builder()
                        .aliasName("alias/app")
                        .targetKeyId(named)
                        .build());
        kms.encrypt(bob, "alias/app", Map.of());
        denied(() -> kms.encrypt(bob, named, Map.of()));
    }

    @Test
    void anAwsManagedKeyIsMadeOnFirstUseAndWorksThroughItsServiceOnly() {
        Caller bob = kms.user("bob", ACCOUNT, "");
        GenerateDataKeyRequest ask = GenerateDataKeyRequest.builder()
                .keyId("alias/aws/secretsmanager")
                .keySpec("AES_256")
                .build();
        GenerateDataKeyResponse made = kms.via(bob, "secretsmanager", KmsOps.GenerateDataKey, ask);
        DecryptRequest open =
                DecryptRequest.builder().ciphertextBlob(made.ciphertextBlob()).build();
        assertThat(kms.via(bob, "secretsmanager", KmsOps.Decrypt, open).plaintext())
                .isEqualTo(made.plaintext());
        denied(() -> kms.via(bob, "ssm", KmsOps.Decrypt, open));
        denied(() -> kms.as(bob, KmsOps.Decrypt, open));
        denied(() -> kms.as(ROOT, KmsOps.Decrypt, open));
        assertThat(kms.describe("alias/aws/secretsmanager").keyManager()).isEqualTo("AWS");
        denied(() -> kms.call(
                KmsOps.ScheduleKeyDeletion,
                ScheduleKeyDeletionRequest.builder().keyId(made.keyId()).build()));
        Caller stranger = kms.user("eve", OTHER_ACCOUNT, ALLOW_ALL);
        denied(() -> kms.via(stranger, "secretsmanager", KmsOps.Decrypt, open));
    }

    private CreateGrantResponse grant(String key, Caller grantee, GrantConstraints constraints, String... operations) {
        return kms.call(
                KmsOps.CreateGrant,
                CreateGrantRequest.builder()
                        .keyId(key)
                        .granteePrincipal(grantee.arn())
                        .operations(List.of(operations))
                        .constraints(constraints)
                        .build());
    }

    @Test
    void aGrantAllowsItsOperationsUntilItIsRevoked() {
        String key = kms.key();
        Caller bob = kms.user("bob", ACCOUNT, "");
        Caller eve = kms.user("eve", ACCOUNT, "");
        CreateGrantResponse made = grant(key, bob, null, "Encrypt");
        byte[] blob = kms.encrypt(bob, key, Map.of());
        denied(() -> kms.decrypt(bob, blob, Map.of()));
        denied(() -> kms.encrypt(eve, key, Map.of()));
        kms.call(
                KmsOps.RevokeGrant,
                RevokeGrantRequest.builder().keyId(key).grantId(made.grantId()).build());
        denied(() -> kms.encrypt(bob, key, Map.of()));
    }

    @Test
    void grantsAreBoundToAnEncryptionContext() {
        String key = kms.key();
        Caller bob = kms.user("bob", ACCOUNT, "");
        Caller ada = kms.user("ada", ACCOUNT, "");
        grant(
                key,
                bob,
                GrantConstraints.builder()
                        .encryptionContextSubset(Map.of("a", "1"))
                        .build(),
                "Encrypt");
        grant(
                key,
                ada,
                GrantConstraints.builder()
                        .encryptionContextEquals(Map.of("a", "1"))
                        .build(),
                "Encrypt");
        kms.encrypt(bob, key, Map.of("a", "1", "b", "2"));
        denied(() -> kms.encrypt(bob, key, Map.of("b", "2")));
        kms.encrypt(ada, key, Map.of("a", "1"));
        denied(() -> kms.encrypt(ada, key, Map.of("a", "1", "b", "2")));
    }

    @Test
    void whoHasAGrantMayPassOnNoMoreThanThat() {
        String key = kms.key();
        Caller bob = kms.user("bob", ACCOUNT, "");
        Caller eve = kms.user("eve", ACCOUNT, "");
        GrantConstraints bound = GrantConstraints.builder()
                .encryptionContextSubset(Map.of("a", "1"))
                .build();
        grant(key, bob, bound, "Decrypt", "CreateGrant");
        CreateGrantRequest.Builder pass =
                CreateGrantRequest.builder().keyId(key).granteePrincipal(eve.arn());
        denied(() -> kms.as(
                bob,
                KmsOps.CreateGrant,
                pass.operations(List.of("Decrypt", "Encrypt"))
                        .constraints(bound)
                        .build()));
        denied(() -> kms.as(
                bob,
                KmsOps.CreateGrant,
                pass.operations(List.of("Decrypt")).constraints(null).build()));
        kms.as(
                bob,
                KmsOps.CreateGrant,
                pass.operations(List.of("Decrypt")).constraints(bound).build());
        byte[] blob = kms.encrypt(key, Map.of("a", "1"));
        assertThat(kms.decrypt(eve, blob, Map.of("a", "1")).plaintext()).isEqualTo(TEXT);
    }

    @Test
    void anExplicitDenialBeatsAGrant() {
        String deny = """
                {"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"kms:Encrypt","Resource":"*"}}""";
        Caller bob = kms.user("bob", ACCOUNT, deny);
        String key = kms.key();
        grant(key, bob, null, "Encrypt");
        denied(() -> kms.encrypt(bob, key, Map.of()));
    }

    @Test
    void grantsAreRetiredByWhomTheyName() {
        String key = kms.key();
        Caller bob = kms.user("bob", ACCOUNT, "");
        Caller ada = kms.user("ada", ACCOUNT, "");
        CreateGrantRequest ask = CreateGrantRequest.builder()
                .keyId(key)
                .granteePrincipal(bob.arn())
                .retiringPrincipal(ada.arn())
                .operations(List.of("Encrypt"))
                .name("mine")
                .build();
        CreateGrantResponse made = kms.call(KmsOps.CreateGrant, ask);
        assertThat(kms.call(KmsOps.CreateGrant, ask).grantId()).isEqualTo(made.grantId());
        assertThat(kms.call(
                                KmsOps.ListRetirableGrants,
                                ListRetirableGrantsRequest.builder()
                                        .retiringPrincipal(ada.arn())
                                        .build())
                        .grants())
                .hasSize(1);
        RetireGrantRequest retire =
                RetireGrantRequest.builder().grantToken(made.grantToken()).build();
        denied(() -> kms.as(bob, KmsOps.RetireGrant, retire));
        kms.as(ada, KmsOps.RetireGrant, retire);
        assertThat(kms.call(
                                KmsOps.ListGrants,
                                ListGrantsRequest.builder().keyId(key).build())
                        .grants())
                .isEmpty();
        refused(
                "InvalidGrantTokenException",
                () -> kms.as(
                        ada,
                        KmsOps.RetireGrant,
                        RetireGrantRequest.builder().grantToken("AAAA").build()));
    }
}
