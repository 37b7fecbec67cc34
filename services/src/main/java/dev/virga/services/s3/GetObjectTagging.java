package dev.virga.services.s3;

import dev.virga.api.s3.GetObjectTaggingOutput;
import dev.virga.api.s3.GetObjectTaggingRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Shows the object's tags.
final class GetObjectTagging implements Operation<GetObjectTaggingRequest, GetObjectTaggingOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    GetObjectTagging(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<GetObjectTaggingRequest, GetObjectTaggingOutput> op() {
        return S3Ops.GetObjectTagging;
    }

    @Override
    public List<Access> access(GetObjectTaggingRequest input, Call call) {
        return access.object("s3:GetObjectTagging", input.bucket(), input.key());
    }

    @Override
    public GetObjectTaggingOutput handle(GetObjectTaggingRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.checkVersion(input.versionId());
        ObjectRow object = objects.get(bucket, input.key()).object();
        return GetObjectTaggingOutput.builder().tagSet(Tags.list(object.tags())).build();
    }
}
