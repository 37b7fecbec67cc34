package dev.virga.services.s3;

import dev.virga.api.s3.PutBucketEncryptionRequest;
import dev.virga.api.s3.PutBucketEncryptionResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.api.s3.ServerSideEncryptionByDefault;
import dev.virga.api.s3.ServerSideEncryptionConfiguration;
import dev.virga.api.s3.ServerSideEncryptionRule;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Says how objects are encrypted that come without a word about it; those that are there stay as
/// they are.
final class PutBucketEncryption implements Operation<PutBucketEncryptionRequest, PutBucketEncryptionResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    PutBucketEncryption(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<PutBucketEncryptionRequest, PutBucketEncryptionResponse> op() {
        return S3Ops.PutBucketEncryption;
    }

    @Override
    public List<Access> access(PutBucketEncryptionRequest input, Call call) {
        return access.bucket("s3:PutEncryptionConfiguration", input.bucket());
    }

    @Override
    public PutBucketEncryptionResponse handle(PutBucketEncryptionRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        DefaultEncryption chosen = read(input.serverSideEncryptionConfiguration());
        buckets.change(input.bucket(), row -> row.with(BucketRow.ENCRYPTION, chosen.write()));
        return PutBucketEncryptionResponse.builder().build();
    }

    private static DefaultEncryption read(@Nullable ServerSideEncryptionConfiguration configuration) {
        if (configuration == null
                || configuration.rules() == null
                || configuration.rules().size() != 1) {
            throw S3Errors.malformedXml();
        }
        ServerSideEncryptionRule rule = configuration.rules().getFirst();
        ServerSideEncryptionByDefault byDefault = rule.applyServerSideEncryptionByDefault();
        String algorithm = byDefault == null ? Encryption.AES256 : byDefault.sseAlgorithm();
        String keyId = byDefault == null ? null : byDefault.kmsMasterKeyID();
        boolean blocks = rule.blockedEncryptionTypes() != null
                && rule.blockedEncryptionTypes().encryptionType() != null
                && rule.blockedEncryptionTypes().encryptionType().contains("SSE-C");
        Method method =
                switch (algorithm) {
                    case Encryption.AES256 -> Method.S3;
                    case Encryption.AWS_KMS -> Method.KMS;
                    case Encryption.DSSE -> throw S3Errors.notImplemented("SSEAlgorithm " + algorithm);
                    default -> throw S3Errors.malformedXml();
                };
        if (keyId != null && method != Method.KMS) {
            throw S3Errors.invalidArgument("a KMSMasterKeyID is not applicable if the default sse algorithm is not"
                    + " aws:kms or aws:kms:dsse");
        }
        return new DefaultEncryption(method, keyId, Boolean.TRUE.equals(rule.bucketKeyEnabled()), blocks);
    }
}
