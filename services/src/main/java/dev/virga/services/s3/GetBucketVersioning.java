package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketVersioningOutput;
import dev.virga.api.s3.GetBucketVersioningRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Buckets keep no versions yet, so there is no status.
final class GetBucketVersioning implements Operation<GetBucketVersioningRequest, GetBucketVersioningOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketVersioning(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketVersioningRequest, GetBucketVersioningOutput> op() {
        return S3Ops.GetBucketVersioning;
    }

    @Override
    public List<Access> access(GetBucketVersioningRequest input, Call call) {
        return access.bucket("s3:GetBucketVersioning", input.bucket());
    }

    @Override
    public GetBucketVersioningOutput handle(GetBucketVersioningRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        return GetBucketVersioningOutput.builder().build();
    }
}
