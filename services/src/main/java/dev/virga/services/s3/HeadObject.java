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
    private final ServerSideEncryption encryption;
    private final S3Access access;

    HeadObject(BucketTable buckets, ObjectTable objects, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.encryption = encryption;
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
        if (needsKey(object, input)) {
            encryption.open(call, bucket, input.key(), object, input, op().input());
        } else {
            encryption.check(call, object, input, op().input());
        }
        ByteRange range = ObjectView.range(object, input.range(), input.partNumber());
        return Structs.with(
                HeadObjectOutput.builder().build(),
                op().output(),
                ObjectView.members(object, range, input, op().input()));
    }

    /// Whoever asks has to prove that the key is theirs; of a KMS key only when checksums of the
    /// content are asked for.
    private static boolean needsKey(ObjectRow object, HeadObjectRequest input) {
        Encryption how = object.encryption();
        return how != null
                && (how.method() == Method.CUSTOMER
                        || (how.method() == Method.KMS && "ENABLED".equals(input.checksumMode())));
    }
}
