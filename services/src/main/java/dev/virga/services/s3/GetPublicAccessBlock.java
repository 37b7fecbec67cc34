package dev.virga.services.s3;

import dev.virga.api.s3.GetPublicAccessBlockOutput;
import dev.virga.api.s3.GetPublicAccessBlockRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows what of a public policy counts.
final class GetPublicAccessBlock implements Operation<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetPublicAccessBlock(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetPublicAccessBlockRequest, GetPublicAccessBlockOutput> op() {
        return S3Ops.GetPublicAccessBlock;
    }

    @Override
    public List<Access> access(GetPublicAccessBlockRequest input, Call call) {
        return access.bucket("s3:GetBucketPublicAccessBlock", input.bucket());
    }

    @Override
    public GetPublicAccessBlockOutput handle(GetPublicAccessBlockRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        PublicAccessBlock block = PublicAccessBlock.of(bucket);
        if (block == null) {
            throw S3Errors.missing(
                    "NoSuchPublicAccessBlockConfiguration", "The public access block configuration was not found");
        }
        return GetPublicAccessBlockOutput.builder()
                .publicAccessBlockConfiguration(block.shown())
                .build();
    }
}
