package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketLocationOutput;
import dev.virga.api.s3.GetBucketLocationRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Where a bucket is; nothing stands for us-east-1.
final class GetBucketLocation implements Operation<GetBucketLocationRequest, GetBucketLocationOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketLocation(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketLocationRequest, GetBucketLocationOutput> op() {
        return S3Ops.GetBucketLocation;
    }

    @Override
    public List<Access> access(GetBucketLocationRequest input, Call call) {
        return access.bucket("s3:GetBucketLocation", input.bucket());
    }

    @Override
    public GetBucketLocationOutput handle(GetBucketLocationRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        String region = bucket.region().equals("us-east-1") ? null : bucket.region();
        return GetBucketLocationOutput.builder().locationConstraint(region).build();
    }
}
