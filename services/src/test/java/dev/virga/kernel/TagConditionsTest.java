package dev.virga.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.virga.api.kms.CreateKeyRequest;
import dev.virga.api.kms.DescribeKeyRequest;
import dev.virga.api.kms.KmsOps;
import dev.virga.api.s3.CreateBucketRequest;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.ListObjectsV2Request;
import dev.virga.api.s3.PutBucketTaggingRequest;
import dev.virga.api.s3.PutObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.Tagging;
import dev.virga.api.secretsmanager.CreateSecretRequest;
import dev.virga.api.secretsmanager.DescribeSecretRequest;
import dev.virga.api.secretsmanager.SecretsmanagerOps;
import dev.virga.api.ssm.GetParameterRequest;
import dev.virga.api.ssm.PutParameterRequest;
import dev.virga.api.ssm.SsmOps;
import dev.virga.services.kms.Kms;
import dev.virga.services.s3.S3;
import dev.virga.services.secretsmanager.Secretsmanager;
import dev.virga.services.ssm.Ssm;
import dev.virga.store.RocksStore;
import dev.virga.store.Store;
import dev.virga.wire.Body;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tags of resources as policies see them, whatever service has the resource.
class TagConditionsTest {
    private static final Caller ROOT = new Caller.Root("111122223333");

    @TempDir
    Path folder;

    private Store store;
    private Kms kms;
    private LocalCloud cloud;
    private Map<String, List<String>> seen = Map.of();

    @BeforeEach
    void open() throws IOException {
        FakeTime time = new FakeTime(Instant.parse("2026-01-01T00:00:00Z"));
        store = RocksStore.open(folder, Path.of("target", "native"), time);
        Timers timers = new Timers(store, time);
        cloud = new LocalCloud(time, (access, call) -> {
            seen = access.conditions();
            return new Authorizer.Allowed();
        });
        kms = new Kms(store, timers, TestSeals.of(store));
        cloud.open(new Directory(List.of(
                kms,
                new S3(store, cloud, TestSeals.of(store), PolicyPrincipals.BY_NAME, true),
                new Ssm(store, cloud, timers),
                new Secretsmanager(store, cloud, timers, time))));
    }

    @AfterEach
    void close() {
        kms.close();
        store.close();
    }

    private <I extends Struct, O extends Struct> O call(Op<I, O> op, I input) {
        return cloud.call(ROOT, "us-east-1", op, input);
    }

    private void sees(String... keys) {
        for (String key : keys) {
            assertThat(seen.get(key)).as(key).containsExactly("red");
        }
    }

    @Test
    void secretsParametersAndKeysShowTheirTags() {
        call(
                SecretsmanagerOps.CreateSecret,
                CreateSecretRequest.builder()
                        .name("s")
                        .tags(List.of(dev.virga.api.secretsmanager.Tag.builder()
                                .key("team")
                                .value("red")
                                .build()))
                        .build());
        call(
                SecretsmanagerOps.DescribeSecret,
                DescribeSecretRequest.builder().secretId("s").build());
        sees("aws:ResourceTag/team", "secretsmanager:ResourceTag/team");

        call(
                SsmOps.PutParameter,
                PutParameterRequest.builder()
                        .name("/a/p")
                        .type("String")
                        .value("v")
                        .tags(List.of(dev.virga.api.ssm.Tag.builder()
                                .key("team")
                                .value("red")
                                .build()))
                        .build());
        call(SsmOps.GetParameter, GetParameterRequest.builder().name("/a/p").build());
        sees("aws:ResourceTag/team", "ssm:ResourceTag/team");

        String key = call(
                        KmsOps.CreateKey,
                        CreateKeyRequest.builder()
                                .tags(List.of(dev.virga.api.kms.Tag.builder()
                                        .tagKey("team")
                                        .tagValue("red")
                                        .build()))
                                .build())
                .keyMetadata()
                .keyId();
        call(KmsOps.DescribeKey, DescribeKeyRequest.builder().keyId(key).build());
        sees("aws:ResourceTag/team");
    }

    @Test
    void bucketsAndObjectsShowTheirTags() {
        call(S3Ops.CreateBucket, CreateBucketRequest.builder().bucket("tagged").build());
        call(
                S3Ops.PutBucketTagging,
                PutBucketTaggingRequest.builder()
                        .bucket("tagged")
                        .tagging(Tagging.builder()
                                .tagSet(List.of(dev.virga.api.s3.Tag.builder()
                                        .key("team")
                                        .value("red")
                                        .build()))
                                .build())
                        .build());
        call(
                S3Ops.ListObjectsV2,
                ListObjectsV2Request.builder().bucket("tagged").build());
        sees("aws:ResourceTag/team", "s3:BucketTag/team");
        call(
                S3Ops.PutObject,
                PutObjectRequest.builder()
                        .bucket("tagged")
                        .key("k/1")
                        .tagging("colour=red")
                        .body(Body.of(new byte[1]))
                        .build());
        call(
                S3Ops.GetObject,
                GetObjectRequest.builder().bucket("tagged").key("k/1").build());
        sees("aws:ResourceTag/team", "s3:BucketTag/team", "s3:ExistingObjectTag/colour");
    }
}
