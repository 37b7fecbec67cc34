package dev.virga.services.s3;

import dev.virga.api.s3.HeadBucketOutput;
import dev.virga.api.s3.HeadBucketRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Whether a bucket is there and the caller may use it.
final class HeadBucket implements Operation<HeadBucketRequest, HeadBucketOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    HeadBucket(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<HeadBucketRequest, HeadBucketOutput> op() {
        return S3Ops.HeadBucket;
    }

    @Override
    public List<Access> access(HeadBucketRequest input, Call call) {
        return access.bucket("s3:ListBucket", input.bucket());
    }

    @Override
    public HeadBucketOutput handle(HeadBucketRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        return HeadBucketOutput.builder().bucketRegion(bucket.region()).build();
    }
}
