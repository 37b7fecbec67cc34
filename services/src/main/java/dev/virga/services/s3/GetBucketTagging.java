package dev.virga.services.s3;

import dev.virga.api.s3.GetBucketTaggingOutput;
import dev.virga.api.s3.GetBucketTaggingRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the bucket's tags.
final class GetBucketTagging implements Operation<GetBucketTaggingRequest, GetBucketTaggingOutput> {
    private final BucketTable buckets;
    private final S3Access access;

    GetBucketTagging(BucketTable buckets, S3Access access) {
        this.buckets = buckets;
        this.access = access;
    }

    @Override
    public Op<GetBucketTaggingRequest, GetBucketTaggingOutput> op() {
        return S3Ops.GetBucketTagging;
    }

    @Override
    public List<Access> access(GetBucketTaggingRequest input, Call call) {
        return access.bucket("s3:GetBucketTagging", input.bucket());
    }

    @Override
    public GetBucketTaggingOutput handle(GetBucketTaggingRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        String tags = bucket.settings().get(BucketRow.TAGGING);
        if (tags == null) {
            throw S3Errors.missing("NoSuchTagSet", "The TagSet does not exist");
        }
        return GetBucketTaggingOutput.builder()
                .tagSet(Tags.list(Tags.parse(tags)))
                .build();
    }
}
