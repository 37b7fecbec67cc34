package dev.virga.services.iam;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.virga.api.dynamodb.AttributeDefinition;
import dev.virga.api.dynamodb.CreateTableInput;
import dev.virga.api.dynamodb.DynamodbOps;
import dev.virga.api.dynamodb.GetResourcePolicyInput;
import dev.virga.api.dynamodb.KeySchemaElement;
import dev.virga.api.dynamodb.PutResourcePolicyInput;
import dev.virga.api.dynamodb.ScanInput;
import dev.virga.api.iam.CreateUserRequest;
import dev.virga.api.iam.DeleteUserRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DescribeKeyRequest;
import dev.virga.api.kms.GetKeyPolicyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.kms.MalformedPolicyDocumentException;
import dev.virga.api.kms.PutKeyPolicyRequest;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.GetBucketPolicyRequest;
import dev.virga.api.s3.ListObjectsV2Request;
import dev.virga.api.s3.PutBucketPolicyRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretRequest;
import dev.virga.api.secretsmanager.GetResourcePolicyRequest;
import dev.virga.api.secretsmanager.PutResourcePolicyRequest;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.GetResourcePoliciesRequest;
import dev.virga.api.ssm.GetResourcePoliciesResponseEntry;
import dev.virga.api.ssm.PutParameterRequest;
import dev.virga.api.ssm.PutResourcePolicyResponse;
import dev.virga.api.ssm.SsmOps;
import dev.virga.kernel.Caller;
import dev.virga.kernel.Directory;
import dev.virga.kernel.FakeTime;
import dev.virga.kernel.LocalCloud;
import dev.virga.kernel.TestSeals;
import dev.virga.kernel.Timers;
import dev.virga.services.dynamodb.Dynamodb;
import dev.virga.services.kms.Kms;
import dev.virga.services.s3.S3;
import dev.virga.services.secretsmanager.Secretsmanager;
import dev.virga.services.ssm.Ssm;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.AwsException;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Policies of buckets, keys and secrets mean the users that there were when they were stored.
class PolicyPrincipalsTest {
    private static final String ACCOUNT = TestCloud.ACCOUNT;
    private static final String BOB = "arn:aws:iam::" + ACCOUNT + ":user/bob";
    private static final String NOBODY = "arn:aws:iam::" + ACCOUNT + ":user/nobody";
    private static final String OF_ANOTHER = "arn:aws:iam::444455556666:role/theirs";

    @TempDir
    Path folder;

    private Store store;
    private Kms kms;
    private LocalCloud cloud;

    @BeforeEach
    void open() throws IOException {
        FakeTime time = new FakeTime(TestCloud.START);
        store = RocksStore.open(folder, Path.of("target", "native"), time);
        Timers timers = new Timers(store, time);
        Iam iam = new Iam(store, time, ACCOUNT, new byte[32], TestSeals.of(store), true);
        cloud = new LocalCloud(time, iam.authorizer());
        kms = new Kms(store, timers, TestSeals.of(store), iam.policyPrincipals());
        cloud.open(new Directory(List.of(
                iam,
                kms,
                new S3(store, cloud, TestSeals.of(store), iam.policyPrincipals(), true),
                new Ssm(store, cloud, timers, iam.policyPrincipals()),
                new Dynamodb(store, time, timers, iam.policyPrincipals()),
                new Secretsmanager(store, cloud, timers, time, iam.policyPrincipals()))));
    }

    @AfterEach
    void close() {
        kms.close();
        store.close();
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(TestCloud.ROOT, TestCloud.REGION, op, input);
    }

    private <I extends Struct, O extends Struct> O as(Caller caller, Op<I, O> op, I input) {
        return cloud.call(caller, TestCloud.REGION, op, input);
    }

    private Caller.User bob() {
        var user = call(
                        IamOps.CreateUser,
                        CreateUserRequest.builder().userName("bob").build())
                .user();
        return new Caller.User(ACCOUNT, "/", "bob", user.userId());
    }

    private Caller.User another() {
        call(IamOps.DeleteUser, DeleteUserRequest.builder().userName("bob").build());
        return bob();
    }

    private static String policy(String action, String resource, String... principals) {
        return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"" + action
                + "\",\"Resource\":\"" + resource + "\",\"Principal\":{\"AWS\":[\"" + String.join("\",\"", principals)
                + "\"]}}]}";
    }

    private void putBucketPolicy(String... principals) {
        call(
                S3Ops.PutBucketPolicy,
                PutBucketPolicyRequest.builder()
                        .bucket("shared")
                        .policy(policy("s3:ListBucket", "arn:aws:s3:::shared", principals))
                        .build());
    }

    @Test
    void aBucketKnowsItsUsersByTheirIds() {
        ListObjectsV2Request list =
                ListObjectsV2Request.builder().bucket("shared").build();
        call(S3Ops.CreateBucket, CreateBucketRequest.builder().bucket("shared").build());
        Caller.User bob = bob();
        putBucketPolicy(BOB, OF_ANOTHER);
        String shown = policy("s3:ListBucket", "arn:aws:s3:::shared", BOB, OF_ANOTHER);
        GetBucketPolicyRequest get =
                GetBucketPolicyRequest.builder().bucket("shared").build();
        assertThat(call(S3Ops.GetBucketPolicy, get).policy()).isEqualTo(shown);
        assertThat(as(bob, S3Ops.ListObjectsV2, list).keyCount()).isZero();
        Caller.User other = another();
        assertThatThrownBy(() -> as(other, S3Ops.ListObjectsV2, list)).hasMessageContaining("is not authorized");
        assertThat(call(S3Ops.GetBucketPolicy, get).policy()).isEqualTo(shown.replace(BOB, bob.userId()));
        assertThatThrownBy(() -> putBucketPolicy(NOBODY)).isInstanceOfSatisfying(AwsException.class, e -> {
            assertThat(e.code()).isEqualTo("MalformedPolicy");
            assertThat(e).hasMessage("Invalid principal in policy");
            assertThat(e.details().get("Detail")).contains(NOBODY);
        });
        assertThatThrownBy(() -> putBucketPolicy(bob.userId() + "@" + BOB))
                .hasMessageContaining("Invalid principal in policy");
    }

    @Test
    void aKeyKnowsItsUsersByTheirIds() {
        Caller.User bob = bob();
        String root = "arn:aws:iam::" + ACCOUNT + ":root";
        String key = call(
                        KmsOps.CreateKey,
                        CreateKeyRequest.builder()
                                .policy(policy("kms:*", "*", root, BOB))
                                .build())
                .keyMetadata()
                .arn();
        DescribeKeyRequest describe = DescribeKeyRequest.builder().keyId(key).build();
        assertThat(as(bob, KmsOps.DescribeKey, describe).keyMetadata()).isNotNull();
        Caller.User other = another();
        assertThatThrownBy(() -> as(other, KmsOps.DescribeKey, describe)).hasMessageContaining("is not authorized");
        GetKeyPolicyRequest get = GetKeyPolicyRequest.builder().keyId(key).build();
        assertThat(call(KmsOps.GetKeyPolicy, get).policy()).isEqualTo(policy("kms:*", "*", root, bob.userId()));
        PutKeyPolicyRequest unknown = PutKeyPolicyRequest.builder()
                .keyId(key)
                .policy(policy("kms:*", "*", root, NOBODY))
                .build();
        assertThatThrownBy(() -> call(KmsOps.PutKeyPolicy, unknown))
                .isInstanceOf(MalformedPolicyDocumentException.class);
    }

    @Test
    void aSecretKnowsItsUsersByTheirIds() {
        call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder().name("s").build());
        Caller.User bob = bob();
        PutResourcePolicyRequest.Builder put =
                PutResourcePolicyRequest.builder().secretId("s");
        String action = "secretsmanager:DescribeSecret";
        call(
                SecretsmanagerOps.PutResourcePolicy,
                put.resourcePolicy(policy(action, "*", BOB)).build());
        DescribeSecretRequest describe =
                DescribeSecretRequest.builder().secretId("s").build();
        assertThat(as(bob, SecretsmanagerOps.DescribeSecret, describe).name()).isEqualTo("s");
        Caller.User other = another();
        assertThatThrownBy(() -> as(other, SecretsmanagerOps.DescribeSecret, describe))
                .hasMessageContaining("is not authorized");
        GetResourcePolicyRequest get =
                GetResourcePolicyRequest.builder().secretId("s").build();
        assertThat(call(SecretsmanagerOps.GetResourcePolicy, get).resourcePolicy())
                .isEqualTo(policy(action, "*", bob.userId()));
        assertThatThrownBy(() -> call(
                        SecretsmanagerOps.PutResourcePolicy,
                        put.resourcePolicy(policy(action, "*", NOBODY)).build()))
                .hasMessageContaining("unsupported principal");
    }

    @Test
    void aTableKnowsItsUsersByTheirIds() {
        call(
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
        String arn = "arn:aws:dynamodb:" + TestCloud.REGION + ":" + ACCOUNT + ":table/orders";
        Caller.User bob = bob();
        PutResourcePolicyInput.Builder put =
                PutResourcePolicyInput.builder().resourceArn(arn).confirmRemoveSelfResourceAccess(true);
        String revision = call(
                        DynamodbOps.PutResourcePolicy,
                        put.policy(policy("dynamodb:Scan", arn, BOB)).build())
                .revisionId();
        assertThat(call(
                                DynamodbOps.PutResourcePolicy,
                                put.policy(policy("dynamodb:Scan", arn, BOB)).build())
                        .revisionId())
                .isEqualTo(revision);
        ScanInput scan = ScanInput.builder().tableName("orders").build();
        assertThat(as(bob, DynamodbOps.Scan, scan).count()).isZero();
        Caller.User other = another();
        assertThatThrownBy(() -> as(other, DynamodbOps.Scan, scan)).hasMessageContaining("is not authorized");
        GetResourcePolicyInput get =
                GetResourcePolicyInput.builder().resourceArn(arn).build();
        assertThat(call(DynamodbOps.GetResourcePolicy, get).policy())
                .isEqualTo(policy("dynamodb:Scan", arn, bob.userId()));
        assertThatThrownBy(() -> call(
                        DynamodbOps.PutResourcePolicy,
                        put.policy(policy("dynamodb:Scan", arn, NOBODY)).build()))
                .hasMessageContaining("Invalid principal in policy");
    }

    @Test
    void aParameterKnowsItsUsersByTheirIds() {
        call(
                SsmOps.PutParameter,
                PutParameterRequest.builder()
                        .name("/p")
                        .type("String")
                        .value("v")
                        .tier("Advanced")
                        .build());
        String arn = "arn:aws:ssm:" + TestCloud.REGION + ":" + ACCOUNT + ":parameter/p";
        Caller.User bob = bob();
        dev.virga.api.ssm.PutResourcePolicyRequest.Builder put =
                dev.virga.api.ssm.PutResourcePolicyRequest.builder().resourceArn(arn);
        PutResourcePolicyResponse first = call(
                SsmOps.PutResourcePolicy,
                put.policy(policy("ssm:GetParameter", arn, BOB)).build());
        GetParameterRequest read = GetParameterRequest.builder().name("/p").build();
        assertThat(as(bob, SsmOps.GetParameter, read).parameter().value()).isEqualTo("v");
        Caller.User other = another();
        assertThatThrownBy(() -> as(other, SsmOps.GetParameter, read)).hasMessageContaining("is not authorized");
        GetResourcePoliciesResponseEntry shown = call(
                        SsmOps.GetResourcePolicies,
                        GetResourcePoliciesRequest.builder().resourceArn(arn).build())
                .policies()
                .getFirst();
        assertThat(shown.policy()).isEqualTo(policy("ssm:GetParameter", arn, bob.userId()));
        assertThat(shown.policyHash()).isEqualTo(first.policyHash());
        assertThatThrownBy(() -> call(
                        SsmOps.PutResourcePolicy,
                        put.policy(policy("ssm:GetParameter", arn, NOBODY)).build()))
                .hasMessageContaining("Invalid principal in policy");
    }
}
