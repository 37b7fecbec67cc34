package dev.virga.services.kinesis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.iam.CreateRoleRequest;
import dev.virga.api.iam.IamOps;
import dev.virga.api.iam.PutRolePolicyRequest;
import dev.virga.api.kms.CreateAliasRequest;
import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DisableKeyRequest;
import dev.virga.api.kms.KeyMetadata;
import dev.virga.api.kms.KmsOps;
import dev.virga.kernel.Caller;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Policies of streams, and streams that are encrypted.
class StreamPermissionsTest {
    private static final String OF_STREAM = "'StreamARN': '" + KinesisCloud.ARN + "'";
    private static final String PUT = "{" + OF_STREAM + ", 'PartitionKey': 'k', 'Data': 'AA=='}";

    @TempDir
    Path folder;

    private KinesisCloud cloud;

    @BeforeEach
    void open() {
        cloud = new KinesisCloud(folder.resolve("store"));
        cloud.create(1);
    }

    @AfterEach
    void close() {
        cloud.close();
    }

    private static String policy(String effect, String principal, String resource) {
        return "{\\'Version\\':\\'2012-10-17\\',\\'Statement\\':[{\\'Effect\\':\\'" + effect
                + "\\',\\'Principal\\':{\\'AWS\\':\\'" + principal + "\\'},\\'Action\\':\\'kinesis:PutRecord\\',"
                + "\\'Resource\\':\\'" + resource + "\\'}]}";
    }

    private static String put(String policy) {
        return "{'ResourceARN': '" + KinesisCloud.ARN + "', 'Policy': '" + policy + "'}";
    }

    @Test
    void thePolicyOfAStreamLetsOtherAccountsIn() {
        assertThat(cloud.error(KinesisCloud.OTHER, "PutRecord", PUT))
                .startsWith("AccessDeniedException: User: arn:aws:iam::444455556666:root is not authorized to perform:"
                        + " kinesis:PutRecord on resource: " + KinesisCloud.ARN);
        String of = "{'ResourceARN': '" + KinesisCloud.ARN + "'}";
        assertThat(cloud.call("GetResourcePolicy", of)).containsEntry("Policy", "{}");
        assertThat(cloud.error("DeleteResourcePolicy", of)).startsWith("ResourceNotFoundException");
        cloud.call("PutResourcePolicy", put(policy("Allow", "444455556666", KinesisCloud.ARN)));
        assertThat((String) cloud.call("GetResourcePolicy", of).get("Policy")).contains("444455556666");
        cloud.as(KinesisCloud.OTHER, "PutRecord", PUT);
        assertThat(cloud.error(KinesisCloud.OTHER, "DescribeStream", "{" + OF_STREAM + "}"))
                .startsWith("AccessDeniedException");
        cloud.call("PutResourcePolicy", put(policy("Deny", "111122223333", KinesisCloud.ARN)));
        assertThat(cloud.error("PutRecord", PUT)).contains("with an explicit deny in a resource-based policy");
        cloud.call("DeleteResourcePolicy", of);
        cloud.call("PutRecord", PUT);
    }

    @Test
    void aPolicySpeaksOfItsResourceOnly() {
        String other = KinesisCloud.ARN + "2";
        for (String wrong : List.of("{}", "[", policy("Allow", "444455556666", other))) {
            assertThat(cloud.error("PutResourcePolicy", put(wrong))).startsWith("InvalidArgumentException");
        }
        String large = policy("Allow", "444455556666", KinesisCloud.ARN + " ".repeat(21_000));
        assertThat(cloud.error("PutResourcePolicy", put(large))).startsWith("LimitExceededException");
        String consumer = cloud.consumer("c");
        cloud.call(
                "PutResourcePolicy",
                "{'ResourceARN': '" + consumer + "', 'Policy': '"
                        + policy("Allow", "444455556666", consumer)
                                .replace("kinesis:PutRecord", "kinesis:DescribeStreamConsumer")
                        + "'}");
        cloud.as(KinesisCloud.OTHER, "DescribeStreamConsumer", "{'ConsumerARN': '" + consumer + "'}");
    }

    @Test
    void whatIamIsAskedAboutIsWhatIsActedUpon() {
        String consumer = cloud.consumer("c");
        String ofConsumer = "'ConsumerName': 'c', 'StreamARN': ";
        String[][] requests = {
            {"PutRecord", "{'PartitionKey': 'k', 'Data': 'AA==', 'StreamARN': '%s'}"},
            {"ListShards", "{'StreamARN': '%s'}"},
            {"GetShardIterator", "{'ShardId': '0', 'ShardIteratorType': 'LATEST', 'StreamARN': '%s'}"},
            {"DeleteStream", "{'EnforceConsumerDeletion': true, 'StreamARN': '%s'}"},
            {"RegisterStreamConsumer", "{" + ofConsumer + "'%s'}"},
            {"DeregisterStreamConsumer", "{" + ofConsumer + "'%s'}"},
            {"DescribeStreamConsumer", "{" + ofConsumer + "'%s'}"},
            {"DescribeStreamConsumer", "{'ConsumerARN': '%s'}"},
            {"DeregisterStreamConsumer", "{'ConsumerARN': '%s'}"},
            {"TagResource", "{'Tags': {'a': 'b'}, 'ResourceARN': '%s'}"},
            {"GetResourcePolicy", "{'ResourceARN': '%s'}"},
        };
        String china = KinesisCloud.ARN.replace("arn:aws:", "arn:aws-cn:");
        for (String[] request : requests) {
            boolean stream = request[1].contains("StreamARN");
            List<String> wrong = stream
                    ? List.of(china, KinesisCloud.ARN + "/consumer/c:1", consumer)
                    : List.of(
                            consumer.replace("arn:aws:", "arn:aws-cn:"),
                            consumer.replace("/consumer/", "/consumer/x:1/consumer/"),
                            KinesisCloud.ARN + "/c");
            for (String arn : wrong) {
                assertThat(cloud.error(request[0], request[1].formatted(arn)))
                        .as(request[0] + " " + arn)
                        .matches("(InvalidArgument|Validation)Exception: (?s:.*)")
                        .contains(arn);
            }
        }
        assertThat(cloud.error("PutRecord", "{'StreamName': 's/consumer/c:1', 'PartitionKey': 'k', 'Data': 'AA=='}"))
                .startsWith("ValidationException");
        cloud.call("DescribeStreamConsumer", "{'ConsumerARN': '" + consumer + "'}");
    }

    private KeyMetadata key(@Nullable String policy) {
        return cloud.cloud
                .call(
                        KinesisCloud.ROOT,
                        "us-east-1",
                        KmsOps.CreateKey,
                        CreateKeyRequest.builder().policy(policy).build())
                .keyMetadata();
    }

    private static String encryption(String key) {
        return "{" + OF_STREAM + ", 'EncryptionType': 'KMS', 'KeyId': '" + key + "'}";
    }

    @Test
    void anotherAccountWritesUnderTheKeyOfTheStream() {
        String everybody = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS":
                ["arn:aws:iam::111122223333:root", "arn:aws:iam::444455556666:root"]},
                "Action": "kms:*", "Resource": "*"}]}""";
        String key = key(everybody).keyId();
        cloud.cloud.call(
                KinesisCloud.ROOT,
                "us-east-1",
                KmsOps.CreateAlias,
                CreateAliasRequest.builder()
                        .aliasName("alias/mine")
                        .targetKeyId(key)
                        .build());
        cloud.call("PutResourcePolicy", put(policy("Allow", "444455556666", KinesisCloud.ARN)));
        for (String named : List.of("alias/mine", key)) {
            cloud.call("StartStreamEncryption", encryption(named));
            assertThat(cloud.as(KinesisCloud.OTHER, "PutRecord", PUT)).containsEntry("EncryptionType", "KMS");
            assertThat(KinesisCloud.map(cloud.call("DescribeStream", "{" + OF_STREAM + "}"), "StreamDescription"))
                    .containsEntry("KeyId", named);
        }
        assertThat(KinesisCloud.list(cloud.read(cloud.iterator(0, "TRIM_HORIZON", "")), "Records"))
                .hasSize(2);
        // The key of AWS is the stream's account's as well, which others may not use.
        cloud.call("StartStreamEncryption", encryption("alias/aws/kinesis"));
        cloud.put("k", "sealed");
        assertThat(cloud.error(KinesisCloud.OTHER, "PutRecord", PUT)).startsWith("KMSAccessDeniedException");
    }

    /// A session of the role `writer`, which may do everything with streams and keys.
    private Caller.Session session(String roleId, @Nullable String sessionPolicy) {
        return new Caller.Session(KinesisCloud.ACCOUNT, "/", "writer", roleId, "same", sessionPolicy, Map.of());
    }

    @Test
    void aSessionDoesNotUseTheKeyThatAnotherOfItsNameWasGiven() {
        String trust = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": {"AWS": "111122223333"},
                "Action": "sts:AssumeRole"}]}""";
        String roleId = cloud.cloud
                .call(
                        KinesisCloud.ROOT,
                        "us-east-1",
                        IamOps.CreateRole,
                        CreateRoleRequest.builder()
                                .roleName("writer")
                                .assumeRolePolicyDocument(trust)
                                .build())
                .role()
                .roleId();
        String allow = """
                {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": %s, "Resource": "*"}]}""";
        cloud.cloud.call(
                KinesisCloud.ROOT,
                "us-east-1",
                IamOps.PutRolePolicy,
                PutRolePolicyRequest.builder()
                        .roleName("writer")
                        .policyName("p")
                        .policyDocument(allow.formatted("[\"kinesis:*\", \"kms:*\"]"))
                        .build());
        Caller.Session full = session(roleId, null);
        Caller.Session narrow = session(roleId, allow.formatted("\"kinesis:*\""));
        assertThat(narrow.arn()).isEqualTo(full.arn());
        cloud.call("StartStreamEncryption", encryption(key(null).arn()));
        String read = "{'ShardIterator': '" + cloud.iterator(0, "TRIM_HORIZON", "") + "'}";
        cloud.as(full, "PutRecord", PUT);
        cloud.as(full, "GetRecords", read);
        assertThat(cloud.error(narrow, "PutRecord", PUT)).startsWith("KMSAccessDeniedException");
        assertThat(cloud.error(narrow, "GetRecords", read)).startsWith("KMSAccessDeniedException");
    }

    @Test
    void anEncryptedStreamNeedsItsKey() {
        cloud.put("k", "plain");
        String key = key(null).keyId();
        String encryption = encryption(key);
        assertThat(cloud.error("StartStreamEncryption", encryption.replace(key, "alias/none")))
                .startsWith("KMSNotFoundException");
        assertThat(cloud.error("StartStreamEncryption", encryption.replace("'KMS'", "'NONE'")))
                .startsWith("InvalidArgumentException");
        cloud.call("StartStreamEncryption", encryption);
        assertThat(cloud.put("k", "sealed")).containsEntry("EncryptionType", "KMS");
        assertThat(KinesisCloud.map(cloud.call("DescribeStream", "{" + OF_STREAM + "}"), "StreamDescription"))
                .containsEntry("EncryptionType", "KMS")
                .containsEntry("KeyId", key);
        Map<String, Object> answer = cloud.read(cloud.iterator(0, "TRIM_HORIZON", ""));
        assertThat(KinesisCloud.data(answer)).containsExactly("plain", "sealed");
        assertThat(KinesisCloud.list(answer, "Records").getLast()).containsEntry("EncryptionType", "KMS");
        cloud.cloud.call(
                KinesisCloud.ROOT,
                "us-east-1",
                KmsOps.DisableKey,
                DisableKeyRequest.builder().keyId(key).build());
        cloud.time.advance(Duration.ofMinutes(5));
        assertThat(cloud.error("PutRecord", PUT)).startsWith("KMSDisabledException");
        assertThat(cloud.error("GetRecords", "{'ShardIterator': '" + cloud.iterator(0, "TRIM_HORIZON", "") + "'}"))
                .startsWith("KMSDisabledException");
        cloud.call("StopStreamEncryption", encryption);
        assertThat(cloud.put("k", "plain again")).doesNotContainKey("EncryptionType");
    }

    @Test
    void tagsOfStreamsAreKnownToPolicies() {
        cloud.call("AddTagsToStream", "{" + OF_STREAM + ", 'Tags': {'team': 'blue'}}");
        String policy = policy("Deny", "111122223333", KinesisCloud.ARN)
                .replace("}]}", ",\\'Condition\\':{\\'StringEquals\\':{\\'aws:ResourceTag/team\\':\\'blue\\'}}}]}");
        cloud.call("PutResourcePolicy", put(policy));
        assertThat(cloud.error("PutRecord", PUT)).startsWith("AccessDeniedException");
        cloud.call("RemoveTagsFromStream", "{" + OF_STREAM + ", 'TagKeys': ['team']}");
        cloud.call("PutRecord", PUT);
    }
}
