package dev.virga.services.s3;

import static dev.virga.services.s3.S3Fixture.BUCKET;
import static dev.virga.services.s3.S3Fixture.fails;
import static dev.virga.services.s3.S3Fixture.object;
import static dev.virga.services.s3.S3Fixture.of;
import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.s3.BlockedEncryptionTypes;
import dev.virga.api.s3.DeleteBucketEncryptionRequest;
import dev.virga.api.s3.DeleteBucketOwnershipControlsRequest;
import dev.virga.api.s3.DeletePublicAccessBlockRequest;
import dev.virga.api.s3.GetBucketEncryptionRequest;
import dev.virga.api.s3.GetBucketOwnershipControlsRequest;
import dev.virga.api.s3.GetBucketPolicyStatusRequest;
import dev.virga.api.s3.GetPublicAccessBlockRequest;
import dev.virga.api.s3.OwnershipControls;
import dev.virga.api.s3.OwnershipControlsRule;
import dev.virga.api.s3.PublicAccessBlockConfiguration;
import dev.virga.api.s3.PutBucketEncryptionRequest;
import dev.virga.api.s3.PutBucketOwnershipControlsRequest;
import dev.virga.api.s3.PutBucketPolicyRequest;
import dev.virga.api.s3.PutObjectOutput;
import dev.virga.api.s3.PutPublicAccessBlockRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.ServerSideEncryptionByDefault;
import dev.virga.api.s3.ServerSideEncryptionConfiguration;
import dev.virga.api.s3.ServerSideEncryptionRule;
import dev.virga.kernel.policy.PublicPolicy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BucketSettingsTest {
    private static final String OPEN = "{\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::" + BUCKET + "/*\"}]}";

    @TempDir
    Path folder;

    private S3Fixture s3;

    @BeforeEach
    void open() throws IOException {
        s3 = new S3Fixture(folder);
    }

    @AfterEach
    void close() {
        s3.close();
    }

    private void encrypt(String algorithm, String keyId, BlockedEncryptionTypes blocked) {
        ServerSideEncryptionRule rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(ServerSideEncryptionByDefault.builder()
                        .sseAlgorithm(algorithm)
                        .kmsMasterKeyID(keyId)
                        .build())
                .bucketKeyEnabled(true)
                .blockedEncryptionTypes(blocked)
                .build();
        s3.call(
                S3Ops.PutBucketEncryption,
                PutBucketEncryptionRequest.builder()
                        .bucket(BUCKET)
                        .serverSideEncryptionConfiguration(ServerSideEncryptionConfiguration.builder()
                                .rules(List.of(rule))
                                .build())
                        .build());
    }

    private ServerSideEncryptionRule encryption() {
        return s3.call(
                        S3Ops.GetBucketEncryption,
                        GetBucketEncryptionRequest.builder().bucket(BUCKET).build())
                .serverSideEncryptionConfiguration()
                .rules()
                .getFirst();
    }

    private void policy(String policy) {
        s3.call(
                S3Ops.PutBucketPolicy,
                PutBucketPolicyRequest.builder().bucket(BUCKET).policy(policy).build());
    }

    private void block(boolean policies, boolean restrict) {
        s3.call(
                S3Ops.PutPublicAccessBlock,
                PutPublicAccessBlockRequest.builder()
                        .bucket(BUCKET)
                        .publicAccessBlockConfiguration(PublicAccessBlockConfiguration.builder()
                                .blockPublicPolicy(policies)
                                .restrictPublicBuckets(restrict)
                                .build())
                        .build());
    }

    @Test
    void theDefaultEncryptionOfABucketIsForWhatComesWithoutAWord() {
        assertThat(encryption().applyServerSideEncryptionByDefault().sseAlgorithm())
                .isEqualTo("AES256");
        encrypt("aws:kms", null, null);
        assertThat(encryption().applyServerSideEncryptionByDefault().sseAlgorithm())
                .isEqualTo("aws:kms");
        PutObjectOutput put = s3.call(S3Ops.PutObject, object("a", new byte[9]).build());
        assertThat(put.serverSideEncryption()).isEqualTo("aws:kms");
        assertThat(put.bucketKeyEnabled()).isTrue();
        assertThat(s3.bytes(of("a"))).hasSize(9);
        assertThat(s3.call(
                                S3Ops.PutObject,
                                object("b", new byte[9])
                                        .serverSideEncryption("AES256")
                                        .build())
                        .serverSideEncryption())
                .isEqualTo("AES256");
        s3.call(
                S3Ops.DeleteBucketEncryption,
                DeleteBucketEncryptionRequest.builder().bucket(BUCKET).build());
        assertThat(s3.call(S3Ops.PutObject, object("a", new byte[9]).build()).serverSideEncryption())
                .isEqualTo("AES256");
        fails("InvalidArgument", "is not applicable", () -> encrypt("AES256", "some-key", null));
        fails("NotImplemented", "aws:kms:dsse", () -> encrypt("aws:kms:dsse", null, null));
        fails("MalformedXML", "", () -> encrypt("rot13", null, null));
    }

    @Test
    void aBucketMayRefuseKeysOfClients() throws Exception {
        encrypt(
                "AES256",
                null,
                BlockedEncryptionTypes.builder()
                        .encryptionType(List.of("SSE-C"))
                        .build());
        assertThat(encryption().blockedEncryptionTypes().encryptionType()).containsExactly("SSE-C");
        byte[] md5 = java.security.MessageDigest.getInstance("MD5").digest(new byte[32]);
        fails(
                "AccessDenied",
                "SSE-C",
                () -> s3.call(
                        S3Ops.PutObject,
                        object("a", new byte[1])
                                .sseCustomerAlgorithm("AES256")
                                .sseCustomerKey(Base64.getEncoder().encodeToString(new byte[32]))
                                .sseCustomerKeyMD5(Base64.getEncoder().encodeToString(md5))
                                .build()));
    }

    @Test
    void aNewBucketTakesNoPublicPolicy() {
        GetPublicAccessBlockRequest get =
                GetPublicAccessBlockRequest.builder().bucket(BUCKET).build();
        assertThat(s3.call(S3Ops.GetPublicAccessBlock, get)
                        .publicAccessBlockConfiguration()
                        .restrictPublicBuckets())
                .isTrue();
        fails("AccessDenied", "blocked by the BlockPublicPolicy block public access setting", () -> policy(OPEN));
        policy(OPEN.replace("\"*\",\"Action", "{\"AWS\":\"111122223333\"},\"Action"));
        s3.call(
                S3Ops.DeletePublicAccessBlock,
                DeletePublicAccessBlockRequest.builder().bucket(BUCKET).build());
        fails("NoSuchPublicAccessBlockConfiguration", "was not found", () -> s3.call(S3Ops.GetPublicAccessBlock, get));
        policy(OPEN);
        assertThat(s3.call(
                                S3Ops.GetBucketPolicyStatus,
                                GetBucketPolicyStatusRequest.builder()
                                        .bucket(BUCKET)
                                        .build())
                        .policyStatus()
                        .isPublic())
                .isTrue();
    }

    @Test
    void aRestrictedBucketsPublicPolicyCountsForItsOwnersAccountOnly() {
        block(false, false);
        policy(OPEN);
        s3.call(S3Ops.PutObject, object("a", new byte[1]).build());
        assertThat(s3.asked.getLast().resourcePolicy()).isEqualTo(OPEN);
        block(false, true);
        s3.bytes(of("a"));
        assertThat(s3.asked.getLast().resourcePolicy())
                .contains("\"Deny\"")
                .contains("\"aws:PrincipalAccount\":\"000000000000\"");
        // A policy that names whom it means is not touched.
        policy(OPEN.replace("\"*\",\"Action", "{\"AWS\":\"111122223333\"},\"Action"));
        s3.bytes(of("a"));
        assertThat(s3.asked.getLast().resourcePolicy()).doesNotContain("Deny");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "true  | {'Effect':'Allow','Principal':'*'}",
                "true  | {'Effect':'Allow','Principal':{'AWS':['111122223333','*']}}",
                "true  | {'Effect':'Allow','NotPrincipal':{'AWS':'111122223333'}}",
                "false | {'Effect':'Deny','Principal':'*'}",
                "false | {'Effect':'Allow','Principal':{'AWS':'111122223333'}}",
                "false | {'Effect':'Allow','Principal':{'Service':'cloudtrail.amazonaws.com'}}",
                "false | {'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:SourceVpc':'vpc-91237329'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringLike':{'aws:SourceVpc':'vpc-*'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringNotEquals':{'aws:SourceVpc':'vpc-1'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:Referer':'x'}}}",
                "false | {'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'IpAddress':{'aws:SourceIp':'0.0.0.0/1'}}}",
                "false | {'Effect':'Allow','Principal':'*','Condition':{'StringLike':{'aws:userid':'AROAX:*'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:userid':'anonymous'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringEqualsIgnoreCase':{'aws:UserId':['AIDAX','Anonymous']}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringEquals':{'aws:PrincipalType':'Anonymous'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'ForAllValues:StringEquals':{'aws:PrincipalOrgID':'o-1'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'forallvalues:IpAddress':{'aws:SourceIp':'10.0.0.0/8'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'StringEqualsIfExists':{'aws:PrincipalOrgID':'o-1'}}}",
                "true  | {'Effect':'Allow','Principal':'*','Condition':{'ForAllValues:StringLikeIfExists':{'aws:PrincipalOrgID':'o-1'}}}",
                "false | {'Effect':'Allow','Principal':'*','Condition':{'ForAnyValue:StringEquals':{'aws:PrincipalOrgPaths':'o-1/r-1/'}}}",
            })
    void whoIsNotNamedMakesAPolicyPublic(boolean isPublic, String statement) {
        String policy = "{\"Statement\":" + statement.replace('\'', '"') + "}";
        assertThat(PublicPolicy.isPublic(policy)).isEqualTo(isPublic);
    }

    @Test
    void objectsBelongToTheBucketsOwner() {
        GetBucketOwnershipControlsRequest get =
                GetBucketOwnershipControlsRequest.builder().bucket(BUCKET).build();
        assertThat(s3.call(S3Ops.GetBucketOwnershipControls, get)
                        .ownershipControls()
                        .rules()
                        .getFirst()
                        .objectOwnership())
                .isEqualTo("BucketOwnerEnforced");
        s3.call(
                S3Ops.DeleteBucketOwnershipControls,
                DeleteBucketOwnershipControlsRequest.builder().bucket(BUCKET).build());
        fails("OwnershipControlsNotFoundError", "not found", () -> s3.call(S3Ops.GetBucketOwnershipControls, get));
        own("BucketOwnerEnforced");
        assertThat(s3.call(S3Ops.GetBucketOwnershipControls, get)).isNotNull();
        fails("NotImplemented", "ObjectWriter", () -> own("ObjectWriter"));
    }

    private void own(String ownership) {
        OwnershipControlsRule rule =
                OwnershipControlsRule.builder().objectOwnership(ownership).build();
        s3.call(
                S3Ops.PutBucketOwnershipControls,
                PutBucketOwnershipControlsRequest.builder()
                        .bucket(BUCKET)
                        .ownershipControls(
                                OwnershipControls.builder().rules(List.of(rule)).build())
                        .build());
    }
}
