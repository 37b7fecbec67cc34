package dev.virga.services.s3;

import dev.virga.api.s3.GetObjectOutput;
import dev.virga.api.s3.GetObjectRequest;
import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Operation;
import dev.virga.store.Blobs;
import dev.virga.wire.Body;
import dev.virga.wire.Op;
import dev.virga.wire.Structs;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/// Reads an object or a range of it.
final class GetObject implements Operation<GetObjectRequest, GetObjectOutput> {
    private final BucketTable buckets;
    private final ObjectTable objects;
    private final Blobs blobs;
    private final ServerSideEncryption encryption;
    private final S3Access access;

    GetObject(BucketTable buckets, ObjectTable objects, Blobs blobs, ServerSideEncryption encryption, S3Access access) {
        this.buckets = buckets;
        this.objects = objects;
        this.blobs = blobs;
        this.encryption = encryption;
        this.access = access;
    }

    @Override
    public Op<GetObjectRequest, GetObjectOutput> op() {
        return S3Ops.GetObject;
    }

    @Override
    public List<Access> access(GetObjectRequest input, Call call) {
        return access.object("s3:GetObject", input.bucket(), input.key());
    }

    @Override
    public GetObjectOutput handle(GetObjectRequest input, Call call) {
        BucketRow bucket = buckets.get(input.bucket());
        ObjectRequest.checkOwner(bucket, input.expectedBucketOwner());
        ObjectRequest.check(input, op().input());
        ObjectRow object = objects.get(bucket, input.key()).object();
        new Conditions(input.ifMatch(), input.ifUnmodifiedSince(), input.ifNoneMatch(), input.ifModifiedSince())
                .checkRead(object);
        ContentKey key = encryption.open(call, bucket, input.key(), object, input, op().input());
        ByteRange range = ObjectView.range(object, input.range(), input.partNumber());
        GetObjectOutput head = Structs.with(
                GetObjectOutput.builder().build(),
                op().output(),
                ObjectView.members(object, range, input, op().input()));
        try {
            Body body = range == null
                    ? object.content().read(blobs, key, 0, object.size())
                    : object.content().read(blobs, key, range.first(), range.length());
            return head.toBuilder().body(body).build();
        } catch (IOException e) {
            throw new UncheckedIOException("the content of " + input.bucket() + "/" + input.key() + " is lost", e);
        }
    }
}
