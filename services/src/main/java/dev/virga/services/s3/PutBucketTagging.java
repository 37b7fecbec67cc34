package dev.virga.services.s3;

import dev.virga.api.s3.PutBucketTaggingRequest;
import dev.virga.api.s3.PutBucketTaggingResponse;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Replaces the bucket's tags.
final class PutBucketTagging implements Operation<PutBucketTaggingRequest, PutBucketTaggingResponse> {
    private final BucketTable buckets;
    private final S3Access access;

    PutBucketTagging(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<PutBucketTaggingRequest, PutBucketTaggingResponse> op() {
        return S3Ops.PutBucketTagging;
    }

    @Override
    public List<Access> access(PutBucketTaggingRequest input, Call call) {
        return access.bucket("s3:PutBucketTagging", input.bucket());
    }

    @Override
    public PutBucketTaggingResponse handle(PutBucketTaggingRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        String tags = Tags.write(Tags.read(input.tagging(), Tags.MAX_ON_BUCKET));
        buckets.change(input.bucket(), row -> row.with(BucketRow.TAGGING, tags));
        return PutBucketTaggingResponse.builder().build();
    }
}
