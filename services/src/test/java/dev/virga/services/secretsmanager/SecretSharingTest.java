package dev.virga.services.secretsmanager;

import static dev.virga.services.secretsmanager.SecretsCloud.fails;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DisableKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.secretsmanager.*;
import dev.virga.kernel.Caller;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Secrets that others read: other regions and other accounts.
class SecretSharingTest {
    private static final String NOT_FOUND = "Secrets Manager can't find the specified secret.";

    @TempDir
    Path folder;

    private SecretsCloud cloud;

    @BeforeEach
    void open() throws IOException {
        cloud = new SecretsCloud(folder);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String token(int number) {
        return String.format("00000000-0000-0000-0000-%012d", number);
    }

    private CreateSecretResponse create(String name, String value) {
        return cloud.call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder()
                        .name(name)
                        .clientRequestToken(token(1))
                        .secretString(value)
                        .build());
    }

    private void put(String name, int number, String value, String... stages) {
        cloud.call(
                SecretsmanagerOps.PutSecretValue,
                PutSecretValueRequest.builder()
                        .secretId(name)
                        .clientRequestToken(token(number))
                        .secretString(value)
                        .versionStages(stages.length == 0 ? null : List.of(stages))
                        .build());
    }

    private DescribeSecretResponse describe(String id) {
        return cloud.call(
                SecretsmanagerOps.DescribeSecret,
                DescribeSecretRequest.builder().secretId(id).build());
    }

    private DeleteSecretRequest.Builder deletion(String id) {
        return DeleteSecretRequest.builder().secretId(id);
    }

    @Test
    void copiesFollowTheirPrimary() {
        create("s", "one");
        ReplicateSecretToRegionsResponse replicated = cloud.call(
                SecretsmanagerOps.ReplicateSecretToRegions,
                ReplicateSecretToRegionsRequest.builder()
                        .secretId("s")
                        .addReplicaRegions(List.of(
                                ReplicaRegionType.builder().region("eu-west-1").build(),
                                ReplicaRegionType.builder().region("eu-north-1").build()))
                        .build());
        assertThat(replicated.replicationStatus())
                .extracting(ReplicationStatusType::status)
                .containsExactly("InSync", "InSync");
        assertThat(valueIn("eu-west-1")).isEqualTo("one");
        put("s", 2, "two");
        assertThat(valueIn("eu-west-1")).isEqualTo("two");
        fails(
                "InvalidRequestException",
                "Operation not permitted on a replica secret",
                () -> cloud.in(
                        "eu-west-1",
                        SecretsmanagerOps.PutSecretValue,
                        PutSecretValueRequest.builder()
                                .secretId("s")
                                .secretString("x")
                                .build()));
        fails(
                "InvalidRequestException",
                "still has replica regions [eu-west-1, eu-north-1]",
                () -> cloud.call(SecretsmanagerOps.DeleteSecret, deletion("s").build()));
        cloud.call(
                SecretsmanagerOps.RemoveRegionsFromReplication,
                RemoveRegionsFromReplicationRequest.builder()
                        .secretId("s")
                        .removeReplicaRegions(List.of("eu-north-1"))
                        .build());
        fails("ResourceNotFoundException", NOT_FOUND, () -> valueIn("eu-north-1"));
        cloud.in(
                "eu-west-1",
                SecretsmanagerOps.StopReplicationToReplica,
                StopReplicationToReplicaRequest.builder().secretId("s").build());
        put("s", 3, "three");
        assertThat(valueIn("eu-west-1")).isEqualTo("two");
        assertThat(describe("s").replicationStatus()).isNull();
        ReplicateSecretToRegionsResponse failed = cloud.call(
                SecretsmanagerOps.ReplicateSecretToRegions,
                ReplicateSecretToRegionsRequest.builder()
                        .secretId("s")
                        .addReplicaRegions(List.of(
                                ReplicaRegionType.builder().region("eu-west-1").build()))
                        .build());
        assertThat(failed.replicationStatus().getFirst().status()).isEqualTo("Failed");
        cloud.call(
                SecretsmanagerOps.ReplicateSecretToRegions,
                ReplicateSecretToRegionsRequest.builder()
                        .secretId("s")
                        .forceOverwriteReplicaSecret(true)
                        .addReplicaRegions(List.of(
                                ReplicaRegionType.builder().region("eu-west-1").build()))
                        .build());
        assertThat(valueIn("eu-west-1")).isEqualTo("three");
    }

    private String valueIn(String region) {
        return cloud.in(
                        region,
                        SecretsmanagerOps.GetSecretValue,
                        GetSecretValueRequest.builder().secretId("s").build())
                .secretString();
    }

    @Test
    void anotherAccountNeedsThePolicyAndACustomersKey() {
        String arn = create("s", "x").arn();
        String policy = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "\"444455556666\"},\"Action\":\"secretsmanager:GetSecretValue\",\"Resource\":\"*\"}]}";
        Caller other = new Caller.Root("444455556666");
        GetSecretValueRequest read =
                GetSecretValueRequest.builder().secretId(arn).build();
        fails(
                "AccessDeniedException",
                "secretsmanager:GetSecretValue on resource: " + arn,
                () -> cloud.cloud.call(other, SecretsCloud.REGION, SecretsmanagerOps.GetSecretValue, read));
        putPolicy(policy, true);
        fails(
                "InvalidRequestException",
                "different AWS account",
                () -> cloud.cloud.call(other, SecretsCloud.REGION, SecretsmanagerOps.GetSecretValue, read));
        String everybody = policy.replace("{\"AWS\":\"444455556666\"}", "\"*\"");
        fails("PublicPolicyException", "broad access", () -> putPolicy(everybody, true));
        fails("MalformedPolicyDocumentException", "malformed", () -> putPolicy("{\"Statement\":[]}", false));
        ValidateResourcePolicyResponse validated = cloud.call(
                SecretsmanagerOps.ValidateResourcePolicy,
                ValidateResourcePolicyRequest.builder()
                        .resourcePolicy(everybody)
                        .build());
        assertThat(validated.policyValidationPassed()).isFalse();
        assertThat(cloud.call(
                                SecretsmanagerOps.GetResourcePolicy,
                                GetResourcePolicyRequest.builder().secretId("s").build())
                        .resourcePolicy())
                .isEqualTo(policy);
        cloud.call(
                SecretsmanagerOps.DeleteResourcePolicy,
                DeleteResourcePolicyRequest.builder().secretId("s").build());
        assertThat(cloud.call(
                                SecretsmanagerOps.GetResourcePolicy,
                                GetResourcePolicyRequest.builder().secretId("s").build())
                        .resourcePolicy())
                .isNull();
    }

    @Test
    void anotherAccountReadsWithACustomersKeyThatItMayUse() {
        String statement = "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":"
                + "[\"111122223333\",\"444455556666\"]},\"Action\":\"%s:*\",\"Resource\":\"*\"}]}";
        String key = cloud.call(
                        KmsOps.CreateKey,
                        CreateKeyRequest.builder()
                                .policy(statement.formatted("kms"))
                                .build())
                .keyMetadata()
                .keyId();
        String arn = cloud.call(
                        SecretsmanagerOps.CreateSecret,
                        CreateSecretRequest.builder()
                                .name("s")
                                .secretString("shared")
                                .kmsKeyId(key)
                                .build())
                .arn();
        putPolicy(statement.formatted("secretsmanager"), true);
        GetSecretValueRequest read =
                GetSecretValueRequest.builder().secretId(arn).build();
        Caller other = new Caller.Root("444455556666");
        assertThat(cloud.cloud
                        .call(other, SecretsCloud.REGION, SecretsmanagerOps.GetSecretValue, read)
                        .secretString())
                .isEqualTo("shared");
        cloud.call(KmsOps.DisableKey, DisableKeyRequest.builder().keyId(key).build());
        fails("DecryptionFailure", "can't decrypt", () -> cloud.call(SecretsmanagerOps.GetSecretValue, read));
    }

    private void putPolicy(String policy, boolean block) {
        cloud.call(
                SecretsmanagerOps.PutResourcePolicy,
                PutResourcePolicyRequest.builder()
                        .secretId("s")
                        .resourcePolicy(policy)
                        .blockPublicPolicy(block)
                        .build());
    }
}
