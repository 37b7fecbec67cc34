package dev.virga.services.s3;

import dev.virga.api.s3.DeletePublicAccessBlockRequest;
import dev.virga.api.s3.DeletePublicAccessBlockResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// A public policy counts in full.
final class DeletePublicAccessBlock
        implements Operation<DeletePublicAccessBlockRequest, DeletePublicAccessBlockResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    DeletePublicAccessBlock(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<DeletePublicAccessBlockRequest, DeletePublicAccessBlockResponse> op() {
        return S3Ops.DeletePublicAccessBlock;
    }

    @Override
    public List<Access> access(DeletePublicAccessBlockRequest input, Call call) {
        return access.bucket("s3:PutBucketPublicAccessBlock", input.bucket());
    }

    @Override
    public DeletePublicAccessBlockResponse handle(DeletePublicAccessBlockRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        buckets.change(input.bucket(), row -> row.with(BucketRow.PUBLIC_ACCESS_BLOCK, null));
        return DeletePublicAccessBlockResponse.builder().build();
    }
}
