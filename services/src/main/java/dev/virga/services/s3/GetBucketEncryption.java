package dev.virga.services.s3;

import dev.virga.api.s3.BlockedEncryptionTypes;
import dev.virga.api.s3.GetBucketEncryptionOutput;
import dev.virga.api.s3.GetBucketEncryptionRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.ServerSideEncryptionByDefault;
import dev.virga.api.s3.ServerSideEncryptionConfiguration;
import dev.virga.api.s3.ServerSideEncryptionRule;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the default encryption; every bucket has one.
final class GetBucketEncryption implements Operation<GetBucketEncryptionRequest, GetBucketEncryptionOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketEncryption(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketEncryptionRequest, GetBucketEncryptionOutput> op() {
        return S3Ops.GetBucketEncryption;
    }

    @Override
    public List<Access> access(GetBucketEncryptionRequest input, Call call) {
        return access.bucket("s3:GetEncryptionConfiguration", input.bucket());
    }

    @Override
    public GetBucketEncryptionOutput handle(GetBucketEncryptionRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        DefaultEncryption byDefault = DefaultEncryption.of(bucket);
        ServerSideEncryptionRule.Builder rule = ServerSideEncryptionRule.builder()
                .applyServerSideEncryptionByDefault(ServerSideEncryptionByDefault.builder()
                        .sseAlgorithm(byDefault.method() == Method.KMS ? Encryption.AWS_KMS : Encryption.AES256)
                        .kmsMasterKeyID(byDefault.keyId())
                        .build())
                .bucketKeyEnabled(byDefault.bucketKey());
        if (byDefault.blocksCustomerKeys()) {
            rule.blockedEncryptionTypes(BlockedEncryptionTypes.builder()
                    .encryptionType(List.of("SSE-C"))
                    .build());
        }
        return GetBucketEncryptionOutput.builder()
                .serverSideEncryptionConfiguration(ServerSideEncryptionConfiguration.builder()
                        .rules(List.of(rule.build()))
                        .build())
                .build();
    }
}
