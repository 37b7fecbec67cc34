package dev.virga.services.s3;

import dev.virga.api.s3.DeleteObjectOutput;
import dev.virga.api.s3.DeleteObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import java.util.List;

/// Deletes an object; it is no error when there is none.
final class DeleteObject implements Operation<DeleteObjectRequest, DeleteObjectOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    DeleteObject(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<DeleteObjectRequest, DeleteObjectOutput> op() {
        return S3Ops.DeleteObject;
    }

    @Override
    public List<Access> access(DeleteObjectRequest input, Call call) {
        return access.object("s3:DeleteObject", input.bucket(), input.key());
    }

    @Override
    public DeleteObjectOutput handle(DeleteObjectRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.checkVersion(input.versionId());
        if (input.ifMatch() == null) {
            objects.delete(bucket, input.key(), null);
            return DeleteObjectOutput.builder().build();
        }
        ObjectTable.Found found = objects.find(bucket, input.key());
        ObjectTable.Expected expected = Conditions.forWrite(input.ifMatch(), null, found);
        if (!objects.delete(bucket, input.key(), expected)) {
            throw S3Errors.conflict();
        }
        return DeleteObjectOutput.builder().build();
    }
}
