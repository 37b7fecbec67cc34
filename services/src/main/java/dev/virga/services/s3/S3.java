package dev.virga.services.s3;

import dev.virga.api.s3.S3Ops;
import dev.virga.kernel.Access;
import dev.virga.kernel.Call;
import dev.virga.kernel.Cloud;
import dev.virga.kernel.Credentials;
import dev.virga.kernel.Door;
import dev.virga.kernel.Operation;
import dev.virga.kernel.Service;
import dev.virga.kernel.Time;
import dev.virga.store.Blobs;
import dev.virga.store.Store;
import dev.virga.wire.Model;
import dev.virga.wire.Op;
import dev.virga.wire.Struct;
import java.util.List;
import java.util.Map;

/// Amazon S3: buckets and objects, in one step or in parts.
public final class S3 implements Service {
    private final List<Operation<?, ?>> operations;
    private final S3Conditions conditions;

    public S3(Store store) {
        Blobs blobs = store.blobs();
        BucketTable buckets = new BucketTable(store);
        ObjectTable objects = new ObjectTable(store, buckets);
        UploadTable uploads = new UploadTable(store, buckets);
        S3Access access = new S3Access(buckets);
        conditions = new S3Conditions(buckets, objects);
        operations = List.of(
                new AbortMultipartUpload(buckets, uploads, access),
                new CompleteMultipartUpload(buckets, objects, uploads, access),
                new CopyObject(buckets, objects, access),
                new CreateBucket(buckets),
                new CreateMultipartUpload(buckets, uploads, access),
                new DeleteBucket(buckets, objects, uploads, access),
                new DeleteBucketPolicy(buckets, access),
                new DeleteBucketTagging(buckets, access),
                new DeleteObject(buckets, objects, access),
                new DeleteObjectTagging(buckets, objects, access),
                new DeleteObjects(buckets, objects, access),
                new GetBucketAcl(buckets, access),
                new GetBucketLocation(buckets, access),
                new GetBucketPolicy(buckets, access),
                new GetBucketTagging(buckets, access),
                new GetBucketVersioning(buckets, access),
                new GetObject(buckets, objects, blobs, access),
                new GetObjectAcl(buckets, objects, access),
                new GetObjectTagging(buckets, objects, access),
                new HeadBucket(buckets, access),
                new HeadObject(buckets, objects, access),
                new ListBuckets(buckets),
                new ListMultipartUploads(buckets, uploads, access),
                new ListObjects(buckets, objects, access),
                new ListObjectsV2(buckets, objects, access),
                new ListParts(buckets, uploads, access),
                new PutBucketPolicy(buckets, access),
                new PutBucketTagging(buckets, access),
                new PutObject(buckets, objects, blobs, access),
                new PutObjectTagging(buckets, objects, access),
                new UploadPart(buckets, uploads, blobs, access),
                new UploadPartCopy(buckets, objects, uploads, blobs, access));
    }

    @Override
    public Map<String, List<String>> conditions(Op<?, ?> op, Struct input, Access access, Call call) {
        return conditions.of(op, input, access, call);
    }

    /// The way in for forms that browsers send: no operation of the model.
    public Door door(Cloud cloud, Credentials credentials, Time time) {
        return new PostObject(cloud, credentials, time);
    }

    @Override
    public Model model() {
        return S3Ops.MODEL;
    }

    @Override
    public List<Operation<?, ?>> operations() {
        return operations;
    }
}
