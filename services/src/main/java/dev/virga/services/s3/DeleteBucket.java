package dev.virga.services.s3;

import dev.virga.api.s3.DeleteBucketRequest;
import dev.virga.api.s3.DeleteBucketResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes an empty bucket.
final class DeleteBucket implements Operation<DeleteBucketRequest, DeleteBucketResponse> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final UploadTable uploads;
    private final S3Access access;

    DeleteBucket(BucketTable buckets, ObjectTable objects, UploadTable uploads, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.uploads = uploads;
        this.access = access;
    }

    @Override
    public Op<DeleteBucketRequest, DeleteBucketResponse> op() {
        return S3Ops.DeleteBucket;
    }

    @Override
    public List<Access> access(DeleteBucketRequest input, Call call) {
        return access.bucket("s3:DeleteBucket", input.bucket());
    }

    @Override
    public DeleteBucketResponse handle(DeleteBucketRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        if (!buckets.delete(bucket.name(), row -> objects.isEmpty(row) && uploads.isEmpty(row))) {
            throw S3Errors.conflict();
        }
        return DeleteBucketResponse.builder().build();
    }
}
