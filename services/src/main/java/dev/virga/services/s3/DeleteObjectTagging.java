package dev.virga.services.s3;

import dev.virga.api.s3.DeleteObjectTaggingOutput;
import dev.virga.api.s3.DeleteObjectTaggingRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;
import java.util.Map;

/// Removes the object's tags.
final class DeleteObjectTagging implements Operation<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    DeleteObjectTagging(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<DeleteObjectTaggingRequest, DeleteObjectTaggingOutput> op() {
        return S3Ops.DeleteObjectTagging;
    }

    @Override
    public List<Access> access(DeleteObjectTaggingRequest input, Call call) {
        return access.object("s3:DeleteObjectTagging", input.bucket(), input.key());
    }

    @Override
    public DeleteObjectTaggingOutput handle(DeleteObjectTaggingRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.checkVersion(input.versionId());
        ObjectWriter.tag(objects, buckets, input.bucket(), input.key(), Map.of());
        return DeleteObjectTaggingOutput.builder().build();
    }
}
