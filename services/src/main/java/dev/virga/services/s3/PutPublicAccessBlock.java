package dev.virga.services.s3;

import dev.virga.api.s3.PutPublicAccessBlockRequest;
import dev.virga.api.s3.PutPublicAccessBlockResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Says what of a public policy counts.
final class PutPublicAccessBlock implements Operation<PutPublicAccessBlockRequest, PutPublicAccessBlockResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    PutPublicAccessBlock(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<PutPublicAccessBlockRequest, PutPublicAccessBlockResponse> op() {
        return S3Ops.PutPublicAccessBlock;
    }

    @Override
    public List<Access> access(PutPublicAccessBlockRequest input, Call call) {
        return access.bucket("s3:PutBucketPublicAccessBlock", input.bucket());
    }

    @Override
    public PutPublicAccessBlockResponse handle(PutPublicAccessBlockRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        PublicAccessBlock block = PublicAccessBlock.of(input.publicAccessBlockConfiguration());
        buckets.change(input.bucket(), row -> row.with(BucketRow.PUBLIC_ACCESS_BLOCK, block.write())
                .with(BucketRow.PUBLIC, RestrictedPolicy.flag(row.policy())));
        return PutPublicAccessBlockResponse.builder().build();
    }
}
