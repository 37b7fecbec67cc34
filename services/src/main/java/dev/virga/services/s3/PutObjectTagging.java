package dev.virga.services.s3;

import dev.virga.api.s3.PutObjectTaggingOutput;
import dev.virga.api.s3.PutObjectTaggingRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Replaces the object's tags.
final class PutObjectTagging implements Operation<PutObjectTaggingRequest, PutObjectTaggingOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    PutObjectTagging(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<PutObjectTaggingRequest, PutObjectTaggingOutput> op() {
        return S3Ops.PutObjectTagging;
    }

    @Override
    public List<Access> access(PutObjectTaggingRequest input, Call call) {
        return access.object("s3:PutObjectTagging", input.bucket(), input.key());
    }

    @Override
    public PutObjectTaggingOutput handle(PutObjectTaggingRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.checkVersion(input.versionId());
        Map<String, String> tags = Tags.read(input.tagging(), Tags.MAX_ON_OBJECT);
        ObjectWriter.tag(objects, buckets, input.bucket(), input.key(), tags);
        return PutObjectTaggingOutput.builder().build();
    }
}
