package dev.virga.services.s3;

import dev.virga.api.s3.HeadObjectOutput;
import dev.virga.api.s3.HeadObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.util.List;

/// Shows what GetObject would answer, without the content.
final class HeadObject implements Operation<HeadObjectRequest, HeadObjectOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final S3Access access;

    HeadObject(BucketTable buckets, ObjectTable objects, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.access = access;
    }

    @Override
    public Op<HeadObjectRequest, HeadObjectOutput> op() {
        return S3Ops.HeadObject;
    }

    @Override
    public List<Access> access(HeadObjectRequest input, Call call) {
        return access.object("s3:GetObject", input.bucket(), input.key());
    }

    @Override
    public HeadObjectOutput handle(HeadObjectRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        ObjectRow object = objects.get(bucket, input.key()).object();
        new Conditions(input.ifMatch(), input.ifUnmodifiedSince(), input.ifNoneMatch(), input.ifModifiedSince())
                .checkRead(object);
        ByteRange range = ObjectView.range(object, input.range(), input.partNumber());
        return Structs.with(
                HeadObjectOutput.builder().build(),
                op().output(),
                ObjectView.members(object, range, input, op().input()));
    }
}
