package dev.virga.services.s3;

import dev.virga.api.s3.DeleteBucketTaggingRequest;
import dev.virga.api.s3.DeleteBucketTaggingResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Removes the bucket's tags.
final class DeleteBucketTagging implements Operation<DeleteBucketTaggingRequest, DeleteBucketTaggingResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    DeleteBucketTagging(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<DeleteBucketTaggingRequest, DeleteBucketTaggingResponse> op() {
        return S3Ops.DeleteBucketTagging;
    }

    @Override
    public List<Access> access(DeleteBucketTaggingRequest input, Call call) {
        return access.bucket("s3:PutBucketTagging", input.bucket());
    }

    @Override
    public DeleteBucketTaggingResponse handle(DeleteBucketTaggingRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        buckets.change(input.bucket(), row -> row.with(BucketRow.TAGGING, null));
        return DeleteBucketTaggingResponse.builder().build();
    }
}
